CREATE TABLE place (
  kind TEXT NOT NULL, 
  "row" INTEGER NOT NULL, 
  text_version INTEGER NOT NULL, 
  start INTEGER, 
  "end" INTEGER, 
  how TEXT NOT NULL, 
  CONSTRAINT uq_place_kind_row_text_version UNIQUE (kind, "row", text_version), 
  CONSTRAINT fk_place_text_version FOREIGN KEY(text_version) REFERENCES text_version (id)
);

CREATE INDEX ix_place_text_version ON place (text_version);

CREATE TABLE correction (
  text_version INTEGER NOT NULL, 
  name TEXT NOT NULL, 
  reader TEXT NOT NULL, 
  encoding TEXT, 
  sha256 BLOB NOT NULL, 
  data BLOB NOT NULL, 
  CONSTRAINT pk_correction PRIMARY KEY (text_version), 
  CONSTRAINT fk_correction_text_version FOREIGN KEY(text_version) REFERENCES text_version (id)
);

CREATE INDEX ix_correction_sha256 ON correction (sha256);

CREATE TABLE text_words (
  text_version INTEGER NOT NULL, 
  starts BLOB NOT NULL, 
  CONSTRAINT pk_text_words PRIMARY KEY (text_version), 
  CONSTRAINT fk_text_words_text_version FOREIGN KEY(text_version) REFERENCES text_version (id)
);

CREATE TABLE finding (
  id INTEGER NOT NULL, 
  text_version INTEGER NOT NULL, 
  suggester TEXT NOT NULL, 
  sha256 BLOB NOT NULL, 
  found JSON NOT NULL, 
  CONSTRAINT pk_finding PRIMARY KEY (id), 
  CONSTRAINT uq_finding_text_version_suggester UNIQUE (text_version, suggester), 
  CONSTRAINT fk_finding_text_version FOREIGN KEY(text_version) REFERENCES text_version (id)
);

CREATE TABLE erased (
  id INTEGER NOT NULL, 
  uid BLOB NOT NULL, 
  deleted BOOLEAN DEFAULT 0 NOT NULL, 
  kind TEXT NOT NULL, 
  sha256 BLOB, 
  reason TEXT NOT NULL, 
  coder INTEGER NOT NULL, 
  copies JSON NOT NULL, 
  time TEXT NOT NULL, 
  CONSTRAINT pk_erased PRIMARY KEY (id), 
  CONSTRAINT uq_erased_uid UNIQUE (uid), 
  CONSTRAINT fk_erased_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE TABLE written (
  id INTEGER NOT NULL, 
  kind TEXT NOT NULL, 
  path TEXT NOT NULL, 
  time TEXT NOT NULL, 
  CONSTRAINT pk_written PRIMARY KEY (id), 
  CONSTRAINT uq_written_path UNIQUE (path)
);

DROP TABLE coding_place;

DROP INDEX ix_coding_code_coder;

CREATE INDEX ix_coding_code_coder_text_version_start_end_deleted ON coding (code, coder, text_version, start, "end", deleted);

ALTER TABLE turn ADD COLUMN uid BLOB;

ALTER TABLE turn ADD COLUMN deleted BOOLEAN DEFAULT 0 NOT NULL;

CREATE UNIQUE INDEX ix_turn_uid ON turn (uid) WHERE uid IS NOT NULL;

ALTER TABLE change ADD COLUMN sha256 BLOB;

CREATE INDEX ix_document_name ON document (name);
