// What people and agencies find of a context (a place, school or peer group) and do about it: nodes of Kith's own.
CREATE CONSTRAINT assessment_id IF NOT EXISTS FOR (n:Assessment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT action_id IF NOT EXISTS FOR (n:Action) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT step_id IF NOT EXISTS FOR (n:Step) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT step_of_id IF NOT EXISTS FOR ()-[r:STEP_OF]-() REQUIRE r.id IS UNIQUE;
CREATE INDEX assessment_record IF NOT EXISTS FOR (n:Assessment) ON (n.record);
CREATE INDEX action_record IF NOT EXISTS FOR (n:Action) ON (n.record);
CREATE INDEX action_series IF NOT EXISTS FOR (n:Action) ON (n.series);
