"""The page that was chosen, drawn from its recording."""

import os
from pathlib import Path

import streamlit as st

from tests.benchmarks.floor import drawing

drawing.draw(str(Path(os.environ["FLOOR_RECORDINGS"], f"{st.session_state['page']}.messages")))
