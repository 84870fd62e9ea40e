"""Prints and raises XML, HTML and what a CI service would obey; reports disarm it."""

TEXT = """::error file=grader.py,line=1::owned
::set-output name=score::100
  ::add-mask::solved
::stop-commands::owned
##[error]owned
##vso[task.complete result=Succeeded;]owned
]]></system-out></testcase><testcase name="owned"/><![CDATA[&owned;<script>owned()</script>
"""
LINE = "::debug::x" * 30


def double(number):
    print(TEXT)
    print(LINE)
    raise ValueError(TEXT + LINE)


def triple(number):
    print(TEXT)
    return TEXT
