# Print the first Python on this machine that is new enough and can make virtual environments.
for python in python3.11 python3 python3.12 python3.13 python3.14; do
    if "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "No Python 3.11 or newer with its venv module was found. Install it and try again" \
    "(on Debian and Ubuntu: apt-get install python3 python3-venv)." >&2
exit 1
