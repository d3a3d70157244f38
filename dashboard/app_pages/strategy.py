"""Strategy."""

import streamlit as st

st.title("Strategy")
