"""One page for each recording, found and run as any Streamlit program's are."""

import os
from pathlib import Path

import streamlit as st

names = [path.stem for path in Path(os.environ["FLOOR_RECORDINGS"]).glob("*.messages")]

st.set_page_config(layout="wide")
chosen = st.navigation(
    [
        st.Page("page.py", title=name, url_path=name, default=name == "overview")
        for name in sorted(names)
    ]
)
st.session_state["page"] = chosen.title
chosen.run()
