CREATE TABLE attribute (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  choices JSON NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT pk_attribute PRIMARY KEY (id),
  CONSTRAINT uq_attribute_uid UNIQUE (uid)
);

CREATE TABLE "case" (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_case PRIMARY KEY (id),
  CONSTRAINT uq_case_uid UNIQUE (uid)
);

CREATE TABLE coder (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_coder PRIMARY KEY (id),
  CONSTRAINT uq_coder_uid UNIQUE (uid)
);

CREATE TABLE migration (
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  time TEXT NOT NULL,
  CONSTRAINT pk_migration PRIMARY KEY (number)
);

CREATE TABLE register_entry (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  register TEXT NOT NULL,
  name TEXT NOT NULL,
  aliases JSON NOT NULL,
  attributes JSON NOT NULL,
  state TEXT NOT NULL,
  CONSTRAINT pk_register_entry PRIMARY KEY (id),
  CONSTRAINT uq_register_entry_uid UNIQUE (uid)
);

CREATE TABLE study (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  title TEXT NOT NULL,
  languages JSON NOT NULL,
  codebook_version INTEGER,
  replica BLOB NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_study PRIMARY KEY (id),
  CONSTRAINT uq_study_uid UNIQUE (uid),
  CONSTRAINT fk_study_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE TABLE attribute_value (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  attribute INTEGER NOT NULL,
  object BLOB NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_attribute_value PRIMARY KEY (id),
  CONSTRAINT uq_attribute_value_attribute_object UNIQUE (attribute, object),
  CONSTRAINT uq_attribute_value_uid UNIQUE (uid),
  CONSTRAINT fk_attribute_value_attribute FOREIGN KEY(attribute) REFERENCES attribute (id)
);

CREATE INDEX ix_attribute_value_attribute ON attribute_value (attribute);

CREATE TABLE change (
  id INTEGER NOT NULL,
  replica BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  time TEXT NOT NULL,
  coder INTEGER,
  verb TEXT NOT NULL,
  reason TEXT NOT NULL,
  undoes INTEGER,
  CONSTRAINT pk_change PRIMARY KEY (id),
  CONSTRAINT uq_change_replica_sequence UNIQUE (replica, sequence),
  CONSTRAINT fk_change_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_change_undoes FOREIGN KEY(undoes) REFERENCES change (id)
);

CREATE INDEX ix_change_undoes ON change (undoes);

CREATE TABLE codebook_version (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  yaml TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  parents JSON NOT NULL,
  coder INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_codebook_version PRIMARY KEY (id),
  CONSTRAINT uq_codebook_version_uid UNIQUE (uid),
  CONSTRAINT fk_codebook_version_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE TABLE document (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  name TEXT NOT NULL,
  reader TEXT NOT NULL,
  encoding TEXT,
  sha256 BLOB NOT NULL,
  kind TEXT NOT NULL,
  "case" INTEGER,
  date TEXT,
  language TEXT NOT NULL,
  layout TEXT NOT NULL,
  left_out JSON NOT NULL,
  CONSTRAINT pk_document PRIMARY KEY (id),
  CONSTRAINT uq_document_uid UNIQUE (uid),
  CONSTRAINT fk_document_case FOREIGN KEY("case") REFERENCES "case" (id)
);

CREATE INDEX ix_document_case ON document ("case");

CREATE INDEX ix_document_sha256 ON document (sha256);

CREATE TABLE memo (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  about TEXT NOT NULL,
  object BLOB NOT NULL,
  start INTEGER,
  "end" INTEGER,
  coder INTEGER NOT NULL,
  text TEXT NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_memo PRIMARY KEY (id),
  CONSTRAINT uq_memo_uid UNIQUE (uid),
  CONSTRAINT fk_memo_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_memo_object ON memo (object);

CREATE TABLE person (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  name TEXT NOT NULL,
  "case" INTEGER,
  register_entry INTEGER,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT uq_person_uid UNIQUE (uid),
  CONSTRAINT fk_person_case FOREIGN KEY("case") REFERENCES "case" (id),
  CONSTRAINT fk_person_register_entry FOREIGN KEY(register_entry) REFERENCES register_entry (id)
);

CREATE INDEX ix_person_case ON person ("case");

CREATE TABLE code (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  "key" TEXT NOT NULL,
  first_version INTEGER NOT NULL,
  CONSTRAINT pk_code PRIMARY KEY (id),
  CONSTRAINT uq_code_uid UNIQUE (uid),
  CONSTRAINT fk_code_first_version FOREIGN KEY(first_version) REFERENCES codebook_version (id)
);

CREATE TABLE event (
  id INTEGER NOT NULL,
  change INTEGER NOT NULL,
  kind TEXT NOT NULL,
  object BLOB NOT NULL,
  "before" JSON,
  "after" JSON,
  CONSTRAINT pk_event PRIMARY KEY (id),
  CONSTRAINT fk_event_change FOREIGN KEY(change) REFERENCES change (id)
);

CREATE INDEX ix_event_change ON event (change);

CREATE INDEX ix_event_object ON event (object);

CREATE TABLE original (
  document INTEGER NOT NULL,
  data BLOB NOT NULL,
  CONSTRAINT pk_original PRIMARY KEY (document),
  CONSTRAINT fk_original_document FOREIGN KEY(document) REFERENCES document (id)
);

CREATE TABLE speaker (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  document INTEGER NOT NULL,
  label TEXT NOT NULL,
  role TEXT NOT NULL,
  person INTEGER,
  CONSTRAINT pk_speaker PRIMARY KEY (id),
  CONSTRAINT uq_speaker_document_label UNIQUE (document, label),
  CONSTRAINT uq_speaker_uid UNIQUE (uid),
  CONSTRAINT fk_speaker_document FOREIGN KEY(document) REFERENCES document (id),
  CONSTRAINT fk_speaker_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_speaker_document ON speaker (document);

CREATE INDEX ix_speaker_person ON speaker (person);

CREATE TABLE text_version (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  document INTEGER NOT NULL,
  parent BLOB,
  sha256 BLOB NOT NULL,
  text TEXT NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_text_version PRIMARY KEY (id),
  CONSTRAINT uq_text_version_uid UNIQUE (uid),
  CONSTRAINT fk_text_version_document FOREIGN KEY(document) REFERENCES document (id)
);

CREATE INDEX ix_text_version_document ON text_version (document);

CREATE TABLE not_asked (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  code INTEGER NOT NULL,
  "case" INTEGER,
  document INTEGER,
  coder INTEGER NOT NULL,
  CONSTRAINT pk_not_asked PRIMARY KEY (id),
  CONSTRAINT uq_not_asked_uid UNIQUE (uid),
  CONSTRAINT fk_not_asked_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_not_asked_case FOREIGN KEY("case") REFERENCES "case" (id),
  CONSTRAINT fk_not_asked_document FOREIGN KEY(document) REFERENCES document (id),
  CONSTRAINT fk_not_asked_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE TABLE rating (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  "case" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  period TEXT NOT NULL,
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  evidence_for JSON NOT NULL,
  evidence_against JSON NOT NULL,
  evidence_sha256 BLOB NOT NULL,
  codebook_version INTEGER NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_rating PRIMARY KEY (id),
  CONSTRAINT uq_rating_uid UNIQUE (uid),
  CONSTRAINT fk_rating_case FOREIGN KEY("case") REFERENCES "case" (id),
  CONSTRAINT fk_rating_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_rating_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_rating_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_rating_case ON rating ("case");

CREATE TABLE reading (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  coder INTEGER NOT NULL,
  text_version INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  codebook_version INTEGER NOT NULL,
  mode TEXT NOT NULL,
  time TEXT NOT NULL,
  CONSTRAINT pk_reading PRIMARY KEY (id),
  CONSTRAINT uq_reading_uid UNIQUE (uid),
  CONSTRAINT fk_reading_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_reading_text_version FOREIGN KEY(text_version) REFERENCES text_version (id),
  CONSTRAINT fk_reading_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_reading_text_version ON reading (text_version);

CREATE TABLE suggestion (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  text_version INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  fields JSON NOT NULL,
  suggester TEXT NOT NULL,
  model TEXT NOT NULL,
  probability FLOAT,
  reasons JSON NOT NULL,
  codebook_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  coder INTEGER,
  decided TEXT,
  created TEXT NOT NULL,
  CONSTRAINT pk_suggestion PRIMARY KEY (id),
  CONSTRAINT uq_suggestion_uid UNIQUE (uid),
  CONSTRAINT fk_suggestion_text_version FOREIGN KEY(text_version) REFERENCES text_version (id),
  CONSTRAINT fk_suggestion_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_suggestion_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id),
  CONSTRAINT fk_suggestion_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_suggestion_code ON suggestion (code);

CREATE INDEX ix_suggestion_text_version ON suggestion (text_version);

CREATE TABLE summary (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  "case" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  text TEXT NOT NULL,
  evidence_sha256 BLOB NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_summary PRIMARY KEY (id),
  CONSTRAINT uq_summary_uid UNIQUE (uid),
  CONSTRAINT fk_summary_case FOREIGN KEY("case") REFERENCES "case" (id),
  CONSTRAINT fk_summary_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_summary_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_summary_case ON summary ("case");

CREATE TABLE turn (
  id INTEGER NOT NULL,
  text_version INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,
  speaker INTEGER,
  start_ms INTEGER,
  end_ms INTEGER,
  "case" INTEGER,
  CONSTRAINT pk_turn PRIMARY KEY (id),
  CONSTRAINT fk_turn_text_version FOREIGN KEY(text_version) REFERENCES text_version (id),
  CONSTRAINT fk_turn_speaker FOREIGN KEY(speaker) REFERENCES speaker (id),
  CONSTRAINT fk_turn_case FOREIGN KEY("case") REFERENCES "case" (id)
);

CREATE INDEX ix_turn_text_version ON turn (text_version);

CREATE TABLE coding (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL,
  text_version INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  code INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  fields JSON NOT NULL,
  made_by TEXT NOT NULL,
  suggestion INTEGER,
  codebook_version INTEGER NOT NULL,
  created TEXT NOT NULL,
  CONSTRAINT pk_coding PRIMARY KEY (id),
  CONSTRAINT uq_coding_uid UNIQUE (uid),
  CONSTRAINT fk_coding_text_version FOREIGN KEY(text_version) REFERENCES text_version (id),
  CONSTRAINT fk_coding_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_coding_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_coding_suggestion FOREIGN KEY(suggestion) REFERENCES suggestion (id),
  CONSTRAINT fk_coding_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_coding_code_coder ON coding (code, coder);

CREATE INDEX ix_coding_text_version_coder ON coding (text_version, coder);

CREATE TABLE coding_place (
  coding INTEGER NOT NULL,
  text_version INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  how TEXT NOT NULL,
  CONSTRAINT uq_coding_place_coding_text_version UNIQUE (coding, text_version),
  CONSTRAINT fk_coding_place_coding FOREIGN KEY(coding) REFERENCES coding (id),
  CONSTRAINT fk_coding_place_text_version FOREIGN KEY(text_version) REFERENCES text_version (id)
);
