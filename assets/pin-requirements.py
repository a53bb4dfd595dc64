# Writes which releases of packages are installed to where a requirements file pins them: FILE NAME... Nothing else in it is
# changed. The task `upgrade` has what follows on these lines in a step, which Python runs by `-c`.
import os
import re
import shutil
import sys
from importlib.metadata import version

path, *names = sys.argv[1:]
path = os.path.realpath(path)
with open(path, encoding='utf-8', newline='') as file:
    text = file.read()
for name in names:
    pin = r'^([ \t]*' + name.replace('-', '[-_.]+') + r'[ \t]*(?:\[[^\]\n]*\][ \t]*)?==[ \t]*)[\w.!+-]+'
    text = re.sub(pin, lambda found: found[1] + version(name), text, flags=re.IGNORECASE | re.MULTILINE)
# by a rename, so that it is never half there
beside = path + '.new'
with open(beside, 'w', encoding='utf-8', newline='') as file:
    file.write(text)
shutil.copymode(path, beside)
os.replace(beside, path)
