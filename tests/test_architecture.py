"""The rules of the house, checked by reading the code."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from dashboard.navigation import PAGES
from tracker import services

ROOT = Path(__file__).parents[1]

# Where: what must not be imported there.
FORBIDDEN = {
    "tracker": {"dashboard", "streamlit", "plotly"},
    "tracker/analytics": {
        *("sqlmodel", "sqlalchemy", "tracker.db", "tracker.models"),
        *("tracker.queries", "tracker.services", "tracker.audit"),
    },
    "tracker/models": {"__future__", "tracker.services", "tracker.queries"},
    "tracker/queries": {"tracker.services", "tracker.audit"},
    "dashboard": {"sqlmodel", "sqlalchemy", "tracker.models"},
    "dashboard/app_pages": {"plotly", "tracker.queries", "tracker.db"},
    "dashboard/charts": {"tracker.db", "tracker.queries", "tracker.services", "dashboard.loaders"},
}

PAGE_LINES, FILE_LINES, TEST_LINES, FUNCTION_LINES, LEVELS = 80, 300, 400, 30, 2
# Written once by a program and never read as a text: the schema's history.
GENERATED = ROOT / "tracker/migrations/versions"
# "with" is no level: it neither branches nor repeats, and it is how Streamlit lays out a page.
OPENING = (ast.If, ast.For, ast.While, ast.Try, ast.Match, ast.AsyncFor)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

CODE = [
    path
    for room in ("tracker", "dashboard")
    for path in sorted((ROOT / room).rglob("*.py"))
    if GENERATED not in path.parents
]
DASHBOARD = [path for path in CODE if path.is_relative_to(ROOT / "dashboard")]
APP_PAGES = [path for path in DASHBOARD if path.parent.name == "app_pages"]


def name_of(path):
    return str(path.relative_to(ROOT))


def parsed(path):
    return ast.parse(path.read_text(), filename=str(path))


def imports_of(path):
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls_in(tree):
    """Every call in ``tree``, as it is written: ``datetime.now``, ``session.commit``, ``round``."""
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("room", FORBIDDEN)
def test_no_room_imports_what_it_must_not_know(room):
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in imports_of(path)
        for forbidden in FORBIDDEN[room]
        if name == forbidden or name.startswith(f"{forbidden}.")
    ]
    assert not wrong


# Services


def commands():
    """Every public function of every public module of services, with the tree of its module."""
    for module in pkgutil.iter_modules(services.__path__):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"tracker.services.{module.name}")
        tree = parsed(Path(loaded.__file__))
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == loaded.__name__:
                yield pytest.param(function, tree, id=f"{module.name}.{name}")


def statements_of(name, tree):
    """What the function ``name`` of a module does, statement by statement, docstring aside."""
    [function] = [node for node in tree.body if getattr(node, "name", "") == name]
    return function.body[1:] if ast.get_docstring(function) else function.body


def asks_permission(statement, tree):
    """Whether it calls ``permissions.require...``, itself or through a helper beside it."""
    called = calls_in(statement)
    helpers = {node.name for node in tree.body if isinstance(node, FUNCTIONS)} & set(called)
    return any(name.startswith("permissions.require") for name in called) or any(
        name.startswith("permissions.require")
        for helper in helpers
        for part in statements_of(helper, tree)
        for name in calls_in(part)
    )


def changes(statement):
    """Whether it sets a field of something, or adds to the session."""
    sets = [
        target
        for node in ast.walk(statement)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in ast.walk(node)
        if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store)
    ]
    adds = {"session.add", "session.add_all", "session.delete", "session.execute", "setattr"}
    return bool(sets) or bool(adds & set(calls_in(statement)))


@pytest.mark.parametrize(("command", "tree"), [*commands()])
def test_every_command_is_called_by_keyword_by_a_named_actor_at_a_given_moment(command, tree):
    session, *others = inspect.signature(command).parameters.values()
    assert session.name == "session"
    assert {each.kind for each in others} == {inspect.Parameter.KEYWORD_ONLY}
    assert {"actor", "now"} <= {each.name for each in others}


@pytest.mark.parametrize(("command", "tree"), [*commands()])
def test_every_command_asks_for_permission_before_it_changes_anything(command, tree):
    statements = statements_of(command.__name__, tree)
    asked = [asks_permission(statement, tree) for statement in statements]
    assert any(asked), "it never asks for permission"
    assert not any(changes(each) for each in statements[: asked.index(True)])


# An entry would tell who did it, or when: see docs/privacy.md.
LEAVE_NO_ENTRY = {"back_suggestion", "give_response", "make_suggestion", "stop_backing"}


@pytest.mark.parametrize(("command", "tree"), [*commands()])
def test_every_command_leaves_an_entry_and_leaves_committing_to_its_caller(command, tree):
    called = [call for each in statements_of(command.__name__, tree) for call in calls_in(each)]
    assert ("audit.record" in called) != (command.__name__ in LEAVE_NO_ENTRY)


@pytest.mark.parametrize(("command", "tree"), [*commands()])
def test_every_command_says_what_it_refuses(command, tree):
    docstring = inspect.getdoc(command) or ""
    assert "Raises:" in docstring
    assert "NotAllowed:" in docstring


def test_nothing_but_the_transaction_commits():
    wrong = [
        f"{name_of(path)} calls {call}"
        for path in CODE
        for call in calls_in(parsed(path))
        if call.endswith((".commit", ".begin_nested"))
    ]
    assert not wrong


# Where answers are counted, and where what may be told of them is released.
COUNTS_ANSWERS = {
    "tracker/demo/large_feedback.py",
    "tracker/models/__init__.py",
    "tracker/services/_releases.py",
    "tracker/services/feedback_closing.py",
}


def test_nothing_but_what_releases_it_reads_how_many_gave_an_answer():
    found = {
        name_of(path)
        for path in CODE
        for name in imports_of(path)
        if name.endswith((".Tally", ".models.feedback"))
    }
    assert found == COUNTS_ANSWERS


# Pages


def test_every_page_is_in_the_navigation():
    files = {f"app_pages/{path.name}" for path in APP_PAGES if path.name != "__init__.py"}
    assert files == {page.file for page in PAGES}


def test_there_is_no_folder_that_streamlit_would_serve_to_anyone():
    assert not (ROOT / "dashboard" / "pages").exists()


@pytest.mark.parametrize("path", APP_PAGES, ids=name_of)
def test_a_page_defines_no_classes_and_asks_no_database(path):
    tree = parsed(path)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert not {"transaction", "read_plan"} & set(calls_in(tree))


# Time, colours, figures

CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")


def test_only_the_clock_asks_what_time_it_is():
    wrong = [
        f"{name_of(path)} calls {call}"
        for path in CODE
        if path != ROOT / "tracker/clock.py"
        for call in calls_in(parsed(path))
        if call.endswith(CLOCKS) or call == "pd.Timestamp.now"
    ]
    assert not wrong


COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE
)


def strings_of(path):
    """Every text in the code that is no docstring."""
    tree = parsed(path)
    owners = (ast.Module, ast.ClassDef, *FUNCTIONS)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and ast.get_docstring(node)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def test_colours_are_named_in_the_palette_alone():
    wrong = [
        f"{name_of(path)}: {text}"
        for path in DASHBOARD
        if path.name != "palette.py"
        for text in strings_of(path)
        if COLOUR.search(text)
    ]
    assert not wrong


# What makes a float shorter; separators of thousands in a count don't.
ROUNDING = re.compile(r"\.\d|[efg%]$", re.IGNORECASE)


def roundings_of(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            call = ast.unparse(node.func)
            if call == "round" or call.endswith((".round", "np.rint")):
                yield call
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            spec = "".join(
                part.value for part in node.format_spec.values if isinstance(part, ast.Constant)
            )
            if ROUNDING.search(spec):
                yield f":{spec}"


def test_figures_are_rounded_in_formats_alone():
    wrong = [
        f"{name_of(path)}: {rounding}"
        for path in DASHBOARD
        if path.name != "formats.py"
        for rounding in roundings_of(path)
    ]
    assert not wrong


# Size


def lines_of_body(function, source):
    """How many lines the body takes, without its docstring and lines that only close brackets."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    lines = source[body[0].lineno - 1 : body[-1].end_lineno]
    return sum(bool(line.strip(" )]},")) for line in lines)


def levels_of(node, level=0):
    """How deeply blocks stand in each other; ``elif`` is no level of its own, nor is a function."""
    deepest = level
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        opens = isinstance(child, OPENING) and not is_elif
        deepest = max(deepest, levels_of(child, level + opens))
    return deepest


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_files_stay_short(path):
    most = PAGE_LINES if path in APP_PAGES else FILE_LINES
    count = len(path.read_text().splitlines())
    assert count <= most, f"{name_of(path)} has {count} lines; {most} at most: split it by subject"


def test_tests_stay_short():
    lines = {path: len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert not [name_of(path) for path, count in lines.items() if count > TEST_LINES]


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_functions_stay_short_and_flat(path):
    wrong, source = [], path.read_text().splitlines()
    for function in (node for node in ast.walk(parsed(path)) if isinstance(node, FUNCTIONS)):
        if (lines := lines_of_body(function, source)) > FUNCTION_LINES:
            wrong.append(f"{function.name} has {lines} lines; {FUNCTION_LINES} at most")
        if (levels := levels_of(function)) > LEVELS:
            wrong.append(f"{function.name} nests {levels} levels; {LEVELS} at most")
    assert not wrong


# What the project may not say

PRIVATE = re.compile(r"/(?:work|tmp)/|\bTODO\b|\bFIXME\b")


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_code_names_no_machine_and_leaves_nothing_to_do(path):
    assert not PRIVATE.search(path.read_text())


def test_every_public_function_and_class_has_a_docstring():
    wrong = [
        f"{name_of(path)}: {node.name}"
        for path in CODE
        for node in parsed(path).body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not wrong


@pytest.mark.parametrize("package", ["tracker", "dashboard"])
def test_the_page_about_the_architecture_names_every_room(package):
    named = (ROOT / "docs/architecture.md").read_text().split()
    rooms = [path for path in (ROOT / package).iterdir() if not path.name.startswith("_")]
    names = [f"{room.name}/" if room.is_dir() else room.name for room in rooms]
    assert not set(names) - set(named)
