// Boards, and everything done on them: nodes of Kith's own. A board counts its operations itself.
CREATE CONSTRAINT board_id IF NOT EXISTS FOR (n:Board) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT operation_id IF NOT EXISTS FOR (n:Operation) REQUIRE n.id IS UNIQUE;
CREATE INDEX operation_board IF NOT EXISTS FOR (n:Operation) ON (n.board);
