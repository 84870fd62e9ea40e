"""The tables of a store, and its longer statements, in SQLite's language."""

VERSION = 1
"""Rises when an older grader could not use the store any more."""

APPLICATION = 0x6B617461
"""Marks the file as ours (`PRAGMA application_id`)."""

TABLES = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE run (id INTEGER PRIMARY KEY, began TEXT NOT NULL, about TEXT NOT NULL);
CREATE TABLE learner (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path BLOB NOT NULL,
    problem TEXT NOT NULL DEFAULT '',
    fingerprint BLOB,
    unrecognised TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE result (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    source BLOB NOT NULL,
    exercise TEXT NOT NULL,
    outcome TEXT NOT NULL,
    record BLOB NOT NULL
);
CREATE TABLE grade (
    id INTEGER PRIMARY KEY,
    learner INTEGER NOT NULL REFERENCES learner,
    exercise TEXT NOT NULL,
    result INTEGER NOT NULL REFERENCES result,
    run INTEGER NOT NULL REFERENCES run,
    submitted TEXT
);
CREATE INDEX grade_of ON grade (learner, exercise, id);
"""

ADD_UNRECOGNISED = "ALTER TABLE learner ADD COLUMN unrecognised TEXT NOT NULL DEFAULT '[]'"
"""For a store of before that column was."""

ALL = """grade JOIN result ON result.id = grade.result JOIN run ON run.id = grade.run
WHERE grade.learner = (SELECT id FROM learner WHERE name = ?1)"""

NEWEST = f"""{ALL} AND grade.id IN (
    SELECT MAX(id) FROM grade
    WHERE learner = (SELECT id FROM learner WHERE name = ?1) GROUP BY exercise
)"""

CURRENT = """grade JOIN result ON result.id = grade.result
JOIN learner ON learner.id = grade.learner
WHERE grade.id IN (SELECT MAX(id) FROM grade GROUP BY learner, exercise)"""

KEEP_RESULT = """
INSERT INTO result (key, source, exercise, outcome, record) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET outcome = excluded.outcome, record = excluded.record
WHERE result.outcome <> 'solved'"""

KEEP_GRADE = """
INSERT INTO grade (learner, exercise, result, run, submitted)
SELECT learner.id, :exercise, result.id, :run, :submitted FROM learner, result
WHERE learner.name = :learner AND result.key = :key AND NOT EXISTS (
    SELECT 1 FROM grade AS newest
    WHERE newest.id = (
        SELECT MAX(id) FROM grade WHERE grade.learner = learner.id AND exercise = :exercise
    ) AND newest.result = result.id AND newest.submitted IS :submitted
)"""
