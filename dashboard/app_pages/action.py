"""Action."""

import streamlit as st

st.title("Action")
