"""axe-core over a page as it stands: what hinders somebody, by WCAG 2.2 AA."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")

# Our own script mends what Streamlit draws a moment later: a reader meets the page at rest.
AT_REST = """() => new Promise((resolve) => {
    let timer = 0;
    const watch = new MutationObserver(() => wait());
    const done = () => { watch.disconnect(); resolve(); };
    const wait = () => { clearTimeout(timer); timer = setTimeout(done, 300); };
    watch.observe(document.body, {subtree: true, childList: true, attributes: true});
    setTimeout(done, 5000);
    wait();
})"""
RUN = """(rules) => axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
})"""


def grave_violations(page: Page) -> list[str]:
    """Each serious or critical violation: the rule, and the element at fault."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    page.evaluate(AT_REST)
    found = page.evaluate(RUN, RULES)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if (node.get("impact") or violation["impact"]) in GRAVE
    ]
