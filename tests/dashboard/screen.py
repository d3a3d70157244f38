"""What a reader of a page sees and does, for tests that open it without a browser."""


def markup(app):
    return "\n".join(
        element.value for element in [*app.title, *app.header, *app.subheader, *app.markdown]
    )


def words(app):
    """What a reader sees: without the backslashes that keep signs from being markup."""
    return markup(app).replace("\\", "")


def headings(app):
    return [header.value for header in app.header]


def errors(app):
    return [error.value.replace("\\", "") for error in app.error]


def field(app, name):
    """The one field whose name in its form is ``name``."""
    kinds = [
        *(app.text_input, app.text_area, app.number_input, app.date_input),
        *(app.radio, app.selectbox, app.file_uploader),
    ]
    [found] = [
        widget
        for widgets in kinds
        for widget in widgets
        if widget.key and widget.key.endswith(f".{name}")
    ]
    return found


def fill(app, **values):
    for name, value in values.items():
        field(app, name).set_value(value)
    return app


def send(app, label):
    [button] = [button for button in app.button if button.label == label]
    return button.click().run()


def said(app):
    """What the page says was done; nothing has failed and nothing was refused."""
    assert not app.exception
    assert not app.error
    return [message.value.replace("\\", "") for message in app.success]


def error_beside(app, name):
    """What is said directly under the field ``name``."""
    drawn = [element for element in app.main if element.type != "markdown"]
    keys = [getattr(element, "key", None) for element in drawn]
    below = drawn[keys.index(field(app, name).key) + 1]
    assert below.type == "error", f"under {name} stands a {below.type}"
    return below.value.replace("\\", "")
