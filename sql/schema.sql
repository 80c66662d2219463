-- Made by tests/sql/schema-check --write from the files of sql/manifest; do not edit. What the database looks like as a whole.
--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: api_1; Type: SCHEMA; Schema: -; Owner: kam_owner
--

CREATE SCHEMA api_1;

ALTER SCHEMA api_1 OWNER TO kam_owner;

--
-- Name: auth; Type: SCHEMA; Schema: -; Owner: kam_owner
--

CREATE SCHEMA auth;

ALTER SCHEMA auth OWNER TO kam_owner;

--
-- Name: core; Type: SCHEMA; Schema: -; Owner: kam_owner
--

CREATE SCHEMA core;

ALTER SCHEMA core OWNER TO kam_owner;

--
-- Name: kam; Type: SCHEMA; Schema: -; Owner: kam_owner
--

CREATE SCHEMA kam;

ALTER SCHEMA kam OWNER TO kam_owner;

--
-- Name: btree_gist; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

--
-- Name: EXTENSION btree_gist; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

--
-- Name: outcome; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.outcome AS ENUM (
    'accepted',
    'denied'
);

ALTER TYPE kam.outcome OWNER TO kam_owner;

--
-- Name: access; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.access AS (
	person_id bigint,
	person_name text,
	act text,
	outcome kam.outcome,
	changed boolean,
	times bigint,
	first_at timestamp with time zone,
	last_at timestamp with time zone,
	last_seq bigint,
	reason text
);

ALTER TYPE api_1.access OWNER TO kam_owner;

--
-- Name: identifier_kind; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.identifier_kind AS ENUM (
    'uscc',
    'registration',
    'financial_licence'
);

ALTER TYPE kam.identifier_kind OWNER TO kam_owner;

--
-- Name: identifier; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.identifier AS (
	kind kam.identifier_kind,
	value text
);

ALTER TYPE api_1.identifier OWNER TO kam_owner;

--
-- Name: account_kind; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.account_kind AS ENUM (
    'bank',
    'institution',
    'enterprise'
);

ALTER TYPE kam.account_kind OWNER TO kam_owner;

--
-- Name: account_scale; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.account_scale AS ENUM (
    'micro',
    'small',
    'medium',
    'large'
);

ALTER TYPE kam.account_scale OWNER TO kam_owner;

--
-- Name: account_state; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.account_state AS ENUM (
    'potential',
    'verifying'
);

ALTER TYPE kam.account_state OWNER TO kam_owner;

--
-- Name: confidentiality; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.confidentiality AS ENUM (
    'normal',
    'confidential',
    'secret'
);

ALTER TYPE kam.confidentiality OWNER TO kam_owner;

--
-- Name: account; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.account AS (
	id bigint,
	code text,
	name text,
	short_name text,
	former_names text[],
	kind kam.account_kind,
	state kam.account_state,
	industry text,
	region text,
	address text,
	parent_id bigint,
	parent_name text,
	owner_id bigint,
	owner_name text,
	unit_id bigint,
	unit_name text,
	identifiers api_1.identifier[],
	source text,
	note text,
	created_at timestamp with time zone,
	updated_at timestamp with time zone,
	etag text,
	scale kam.account_scale,
	annual_output bigint,
	grade text,
	tags text[],
	confidentiality kam.confidentiality
);

ALTER TYPE api_1.account OWNER TO kam_owner;

--
-- Name: account_count; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.account_count AS (
	kind kam.account_kind,
	state kam.account_state,
	industry text,
	region text,
	scale kam.account_scale,
	grade text,
	tag text,
	count bigint,
	per_mille integer
);

ALTER TYPE api_1.account_count OWNER TO kam_owner;

--
-- Name: match_source; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.match_source AS ENUM (
    'name',
    'short_name',
    'former_name',
    'pinyin',
    'initials',
    'code',
    'identifier'
);

ALTER TYPE kam.match_source OWNER TO kam_owner;

--
-- Name: account_match; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.account_match AS (
	id bigint,
	code text,
	name text,
	kind kam.account_kind,
	region text,
	owner_name text,
	matched kam.match_source,
	short_name text
);

ALTER TYPE api_1.account_match OWNER TO kam_owner;

--
-- Name: account_node; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.account_node AS (
	id bigint,
	parent_id bigint,
	depth integer,
	code text,
	name text,
	state kam.account_state,
	owner_name text
);

ALTER TYPE api_1.account_node OWNER TO kam_owner;

--
-- Name: account_summary; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.account_summary AS (
	id bigint,
	code text,
	name text,
	kind kam.account_kind,
	state kam.account_state,
	industry text,
	region text,
	parent_id bigint,
	owner_id bigint,
	owner_name text,
	updated_at timestamp with time zone,
	grade text
);

ALTER TYPE api_1.account_summary OWNER TO kam_owner;

--
-- Name: assignment; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.assignment AS (
	id bigint,
	person_id bigint,
	post_id bigint,
	starts_on date,
	ends_on date
);

ALTER TYPE api_1.assignment OWNER TO kam_owner;

--
-- Name: callee; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.callee AS (
	name text,
	unit_name text,
	extension text
);

ALTER TYPE api_1.callee OWNER TO kam_owner;

--
-- Name: care_date; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.care_date AS (
	label text,
	day date,
	yearly boolean
);

ALTER TYPE api_1.care_date OWNER TO kam_owner;

--
-- Name: certificate_name; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.certificate_name AS (
	id bigint,
	name text,
	person_id bigint,
	login text,
	person text,
	service boolean,
	created_at timestamp with time zone
);

ALTER TYPE api_1.certificate_name OWNER TO kam_owner;

--
-- Name: operation; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.operation AS ENUM (
    'insert',
    'update',
    'delete'
);

ALTER TYPE kam.operation OWNER TO kam_owner;

--
-- Name: change_image; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.change_image AS (
	id bigint,
	relation text,
	row_id bigint,
	operation kam.operation,
	before text,
	after text,
	digest bytea
);

ALTER TYPE api_1.change_image OWNER TO kam_owner;

--
-- Name: field_change; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.field_change AS (
	field text,
	before text,
	after text
);

ALTER TYPE api_1.field_change OWNER TO kam_owner;

--
-- Name: change_request_state; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.change_request_state AS ENUM (
    'open',
    'applied',
    'rejected',
    'withdrawn'
);

ALTER TYPE kam.change_request_state OWNER TO kam_owner;

--
-- Name: change_request; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.change_request AS (
	id bigint,
	account_id bigint,
	account_name text,
	changes api_1.field_change[],
	reason text,
	state kam.change_request_state,
	proposer_id bigint,
	proposer_name text,
	proposed_at timestamp with time zone,
	decider_name text,
	decided_at timestamp with time zone,
	remark text
);

ALTER TYPE api_1.change_request OWNER TO kam_owner;

--
-- Name: collaboration_level; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.collaboration_level AS ENUM (
    'read',
    'work'
);

ALTER TYPE kam.collaboration_level OWNER TO kam_owner;

--
-- Name: collaborator; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.collaborator AS (
	id bigint,
	account_id bigint,
	person_id bigint,
	unit_id bigint,
	name text,
	level kam.collaboration_level,
	starts_on date,
	ends_on date,
	reason text
);

ALTER TYPE api_1.collaborator OWNER TO kam_owner;

--
-- Name: channel; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.channel AS ENUM (
    'visit',
    'reception',
    'phone',
    'mail',
    'message',
    'letter'
);

ALTER TYPE kam.channel OWNER TO kam_owner;

--
-- Name: service_grade; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.service_grade AS ENUM (
    'regular',
    'important',
    'vip'
);

ALTER TYPE kam.service_grade OWNER TO kam_owner;

--
-- Name: coming_date; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.coming_date AS (
	day date,
	label text,
	birthday boolean,
	contact_id bigint,
	name text,
	service_grade kam.service_grade,
	preferred_channel kam.channel,
	account_id bigint,
	account_name text
);

ALTER TYPE api_1.coming_date OWNER TO kam_owner;

--
-- Name: account_fact; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.account_fact AS ENUM (
    'short_name',
    'industry',
    'region',
    'address',
    'scale',
    'annual_output',
    'grade',
    'identifier',
    'contact',
    'key_person',
    'reachable_contact',
    'document'
);

ALTER TYPE kam.account_fact OWNER TO kam_owner;

--
-- Name: completeness; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.completeness AS (
	id bigint,
	code text,
	name text,
	owner_name text,
	percent integer,
	missing kam.account_fact[]
);

ALTER TYPE api_1.completeness OWNER TO kam_owner;

--
-- Name: contact_role; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.contact_role AS ENUM (
    'decider',
    'user',
    'finance',
    'technical',
    'other'
);

ALTER TYPE kam.contact_role OWNER TO kam_owner;

--
-- Name: contact; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.contact AS (
	id bigint,
	account_id bigint,
	name text,
	role kam.contact_role,
	title text,
	phone text,
	email text,
	key_person boolean,
	note text,
	created_at timestamp with time zone,
	etag text,
	preferred_channel kam.channel,
	birthday text,
	service_grade kam.service_grade,
	care_dates api_1.care_date[],
	left_on date,
	successor_id bigint,
	confidentiality kam.confidentiality
);

ALTER TYPE api_1.contact OWNER TO kam_owner;

--
-- Name: coverage_node; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.coverage_node AS (
	id bigint,
	depth integer,
	code text,
	name text,
	known bigint,
	served bigint,
	known_total bigint,
	served_total bigint,
	per_mille integer,
	unregistered bigint
);

ALTER TYPE api_1.coverage_node OWNER TO kam_owner;

--
-- Name: held_post; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.held_post AS (
	post_id bigint,
	post text,
	unit text,
	company text
);

ALTER TYPE api_1.held_post OWNER TO kam_owner;

--
-- Name: user; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1."user" AS (
	id bigint,
	login text,
	name text,
	disabled boolean,
	posts api_1.held_post[],
	extension text
);

ALTER TYPE api_1."user" OWNER TO kam_owner;

--
-- Name: create_user_response; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.create_user_response AS (
	"user" api_1."user",
	one_time_token text
);

ALTER TYPE api_1.create_user_response OWNER TO kam_owner;

--
-- Name: departure; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.departure AS (
	id bigint,
	contact_id bigint,
	name text,
	left_on date,
	returned_on date,
	successor_id bigint,
	successor_name text,
	went_to text,
	note text
);

ALTER TYPE api_1.departure OWNER TO kam_owner;

--
-- Name: deputy_grant; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.deputy_grant AS (
	id bigint,
	grantor_id bigint,
	grantor_name text,
	deputy_id bigint,
	deputy_name text,
	rights text[],
	unit_id bigint,
	unit_name text,
	starts_on date,
	ends_on date,
	reason text,
	made_by_id bigint,
	created_at timestamp with time zone
);

ALTER TYPE api_1.deputy_grant OWNER TO kam_owner;

--
-- Name: dismissed; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.dismissed AS (
	account_id bigint,
	other_id bigint,
	reason text,
	at timestamp with time zone
);

ALTER TYPE api_1.dismissed OWNER TO kam_owner;

--
-- Name: document_kind; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.document_kind AS ENUM (
    'licence',
    'identity',
    'seal',
    'contract',
    'agreement',
    'opinion',
    'qualification',
    'form',
    'letter',
    'other'
);

ALTER TYPE kam.document_kind OWNER TO kam_owner;

--
-- Name: document_state; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.document_state AS ENUM (
    'uploading',
    'kept',
    'cancelled',
    'destroyed'
);

ALTER TYPE kam.document_state OWNER TO kam_owner;

--
-- Name: document; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.document AS (
	id bigint,
	account_id bigint,
	account_name text,
	kind kam.document_kind,
	title text,
	number text,
	confidentiality kam.confidentiality,
	state kam.document_state,
	issued_on date,
	expires_on date,
	retain_until date,
	place text,
	note text,
	file_name text,
	media_type text,
	size_bytes bigint,
	sha256 text,
	next_offset bigint,
	borrower_id bigint,
	borrower_name text,
	due_on date,
	person_id bigint,
	person_name text,
	created_at timestamp with time zone,
	etag text
);

ALTER TYPE api_1.document OWNER TO kam_owner;

--
-- Name: duplicate; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.duplicate AS (
	account_id bigint,
	account_code text,
	account_name text,
	account_owner text,
	other_id bigint,
	other_code text,
	other_name text,
	other_owner text,
	matched kam.match_source
);

ALTER TYPE api_1.duplicate OWNER TO kam_owner;

--
-- Name: exported_contact; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.exported_contact AS (
	id bigint,
	account_id bigint,
	account_code text,
	account_name text,
	name text,
	role kam.contact_role,
	title text,
	phone text,
	email text,
	key_person boolean,
	note text,
	preferred_channel kam.channel,
	birthday text,
	service_grade kam.service_grade,
	left_on date,
	confidentiality kam.confidentiality
);

ALTER TYPE api_1.exported_contact OWNER TO kam_owner;

--
-- Name: grade; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.grade AS (
	code text,
	name text,
	rank integer,
	criteria text,
	kinds kam.account_kind[],
	scale_min kam.account_scale,
	annual_output_min bigint,
	stale_days integer,
	visit_days integer
);

ALTER TYPE api_1.grade OWNER TO kam_owner;

--
-- Name: handover; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.handover AS (
	id bigint,
	from_id bigint,
	from_name text,
	to_id bigint,
	to_name text,
	account_id bigint,
	reason text,
	accounts integer,
	others integer,
	person_id bigint,
	person_name text,
	handed_at timestamp with time zone,
	undone_at timestamp with time zone
);

ALTER TYPE api_1.handover OWNER TO kam_owner;

--
-- Name: scope; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.scope AS ENUM (
    'granted',
    'linked',
    'own',
    'team',
    'unit',
    'company',
    'all'
);

ALTER TYPE kam.scope OWNER TO kam_owner;

--
-- Name: held_right; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.held_right AS (
	"right" text,
	scope kam.scope
);

ALTER TYPE api_1.held_right OWNER TO kam_owner;

--
-- Name: participant; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.participant AS (
	person_id bigint,
	name text
);

ALTER TYPE api_1.participant OWNER TO kam_owner;

--
-- Name: record_link; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.record_link AS (
	kind text,
	id bigint
);

ALTER TYPE api_1.record_link OWNER TO kam_owner;

--
-- Name: visitor; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.visitor AS (
	name text,
	organisation text,
	title text,
	contact_id bigint
);

ALTER TYPE api_1.visitor OWNER TO kam_owner;

--
-- Name: direction; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.direction AS ENUM (
    'outgoing',
    'incoming'
);

ALTER TYPE kam.direction OWNER TO kam_owner;

--
-- Name: interaction; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.interaction AS (
	id bigint,
	account_id bigint,
	account_name text,
	contact_id bigint,
	channel kam.channel,
	direction kam.direction,
	occurred_at timestamp with time zone,
	topic text,
	outcome text,
	next_step text,
	next_step_on date,
	needs_answer boolean,
	answered_at timestamp with time zone,
	answer text,
	person_id bigint,
	person_name text,
	ended_at timestamp with time zone,
	participants api_1.participant[],
	visitors api_1.visitor[],
	links api_1.record_link[],
	next_step_done_at timestamp with time zone,
	next_step_result text,
	waiting_days integer,
	visit_plan_id bigint,
	confidentiality kam.confidentiality
);

ALTER TYPE api_1.interaction OWNER TO kam_owner;

--
-- Name: journal_record; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.journal_record AS (
	seq bigint,
	id bigint,
	at timestamp with time zone,
	outcome kam.outcome,
	person_id bigint,
	person_name text,
	principal_id bigint,
	origin text,
	method text,
	act text,
	right_name text,
	subject_kind text,
	subject_id bigint,
	reason text,
	act_id bigint,
	request_id bytea,
	digest bytea,
	hash bytea,
	salt bytea,
	leaf bytea
);

ALTER TYPE api_1.journal_record OWNER TO kam_owner;

--
-- Name: key_person; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.key_person AS (
	id bigint,
	name text,
	role kam.contact_role,
	title text,
	service_grade kam.service_grade,
	account_id bigint,
	account_name text
);

ALTER TYPE api_1.key_person OWNER TO kam_owner;

--
-- Name: left_over; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.left_over AS (
	record text,
	id bigint,
	key text
);

ALTER TYPE api_1.left_over OWNER TO kam_owner;

--
-- Name: loan; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.loan AS (
	id bigint,
	document_id bigint,
	document_title text,
	account_id bigint,
	account_name text,
	borrower_id bigint,
	borrower_name text,
	purpose text,
	lent_at timestamp with time zone,
	due_on date,
	returned_at timestamp with time zone
);

ALTER TYPE api_1.loan OWNER TO kam_owner;

--
-- Name: member; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.member AS (
	id bigint,
	account_id bigint,
	name text,
	region text,
	member_account_id bigint,
	member_account_name text,
	served_on date,
	ended_on date,
	source text,
	note text,
	etag text
);

ALTER TYPE api_1.member OWNER TO kam_owner;

--
-- Name: merge; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.merge AS (
	id bigint,
	account_id bigint,
	account_code text,
	account_name text,
	merged_id bigint,
	merged_code text,
	merged_name text,
	reason text,
	person_id bigint,
	person_name text,
	merged_at timestamp with time zone,
	undone_at timestamp with time zone
);

ALTER TYPE api_1.merge OWNER TO kam_owner;

--
-- Name: misgraded_account; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.misgraded_account AS (
	id bigint,
	code text,
	name text,
	kind kam.account_kind,
	scale kam.account_scale,
	annual_output bigint,
	grade text,
	fitting text
);

ALTER TYPE api_1.misgraded_account OWNER TO kam_owner;

--
-- Name: notice; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.notice AS (
	id bigint,
	at timestamp with time zone,
	kind text,
	text text,
	subject_kind text,
	subject_id bigint,
	subject_name text,
	read_at timestamp with time zone
);

ALTER TYPE api_1.notice OWNER TO kam_owner;

--
-- Name: open_session; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.open_session AS (
	id bigint,
	opened_at timestamp with time zone,
	idle_until timestamp with time zone,
	expires_at timestamp with time zone,
	address text,
	client text,
	current boolean
);

ALTER TYPE api_1.open_session OWNER TO kam_owner;

--
-- Name: overdue_visit; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.overdue_visit AS (
	id bigint,
	code text,
	name text,
	grade text,
	owner_id bigint,
	owner_name text,
	last_visit_on date,
	due_on date,
	days_overdue integer,
	planned_on date
);

ALTER TYPE api_1.overdue_visit OWNER TO kam_owner;

--
-- Name: planned_visits; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.planned_visits AS (
	planned integer,
	more boolean
);

ALTER TYPE api_1.planned_visits OWNER TO kam_owner;

--
-- Name: post; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.post AS (
	id bigint,
	code text,
	name text,
	unit_id bigint,
	unit_name text,
	superior_id bigint,
	role text,
	headcount integer,
	duties text,
	holders text[],
	etag text
);

ALTER TYPE api_1.post OWNER TO kam_owner;

--
-- Name: post_holder; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.post_holder AS (
	assignment_id bigint,
	post_id bigint,
	post_name text,
	person_id bigint,
	name text,
	starts_on date,
	ends_on date
);

ALTER TYPE api_1.post_holder OWNER TO kam_owner;

--
-- Name: requirement; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.requirement AS (
	kind kam.account_kind,
	fact kam.account_fact,
	weight integer
);

ALTER TYPE api_1.requirement OWNER TO kam_owner;

--
-- Name: right_family; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.right_family AS ENUM (
    'everyday',
    'personnel',
    'finance',
    'business'
);

ALTER TYPE kam.right_family OWNER TO kam_owner;

--
-- Name: right_atom; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.right_atom AS (
	name text,
	title text,
	family kam.right_family,
	shared kam.collaboration_level
);

ALTER TYPE api_1.right_atom OWNER TO kam_owner;

--
-- Name: right_holder; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.right_holder AS (
	person_id bigint,
	name text,
	post text,
	"right" text,
	scope kam.scope,
	deputy_of text[],
	until timestamp with time zone
);

ALTER TYPE api_1.right_holder OWNER TO kam_owner;

--
-- Name: role; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.role AS (
	code text,
	name text,
	rights api_1.held_right[]
);

ALTER TYPE api_1.role OWNER TO kam_owner;

--
-- Name: role_difference; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.role_difference AS (
	role text,
	"right" text,
	scope kam.scope,
	shipped_scope kam.scope
);

ALTER TYPE api_1.role_difference OWNER TO kam_owner;

--
-- Name: role_right; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.role_right AS (
	"right" text,
	title text,
	scope kam.scope,
	shipped_scope kam.scope,
	local boolean
);

ALTER TYPE api_1.role_right OWNER TO kam_owner;

--
-- Name: role_template; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.role_template AS (
	code text,
	name_zh text,
	name_en text,
	shipped boolean,
	rights api_1.role_right[]
);

ALTER TYPE api_1.role_template OWNER TO kam_owner;

--
-- Name: right_change; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.right_change AS ENUM (
    'gained',
    'wider'
);

ALTER TYPE kam.right_change OWNER TO kam_owner;

--
-- Name: simulated_right; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.simulated_right AS (
	"right" text,
	title text,
	scope_now kam.scope,
	scope_then kam.scope,
	units_now text[],
	units_then text[],
	change kam.right_change
);

ALTER TYPE api_1.simulated_right OWNER TO kam_owner;

--
-- Name: stale_account; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.stale_account AS (
	id bigint,
	code text,
	name text,
	grade text,
	owner_name text,
	confirmed_at timestamp with time zone,
	overdue_days integer
);

ALTER TYPE api_1.stale_account OWNER TO kam_owner;

--
-- Name: undone_handover; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.undone_handover AS (
	handover api_1.handover,
	left_over api_1.left_over[]
);

ALTER TYPE api_1.undone_handover OWNER TO kam_owner;

--
-- Name: unit_kind; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.unit_kind AS ENUM (
    'company',
    'branch',
    'department',
    'team'
);

ALTER TYPE kam.unit_kind OWNER TO kam_owner;

--
-- Name: unit; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.unit AS (
	id bigint,
	code text,
	name text,
	kind kam.unit_kind,
	parent_id bigint,
	company_id bigint,
	depth integer,
	etag text
);

ALTER TYPE api_1.unit OWNER TO kam_owner;

--
-- Name: unmerged; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.unmerged AS (
	merge api_1.merge,
	left_over api_1.left_over[]
);

ALTER TYPE api_1.unmerged OWNER TO kam_owner;

--
-- Name: uploaded; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.uploaded AS (
	id bigint,
	next_offset bigint
);

ALTER TYPE api_1.uploaded OWNER TO kam_owner;

--
-- Name: visit_plan_state; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.visit_plan_state AS ENUM (
    'planned',
    'done',
    'cancelled'
);

ALTER TYPE kam.visit_plan_state OWNER TO kam_owner;

--
-- Name: visit_plan; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.visit_plan AS (
	id bigint,
	account_id bigint,
	account_code text,
	account_name text,
	planned_on date,
	person_id bigint,
	person_login text,
	person_name text,
	purpose text,
	state kam.visit_plan_state,
	interaction_id bigint,
	reason text,
	created_at timestamp with time zone,
	etag text
);

ALTER TYPE api_1.visit_plan OWNER TO kam_owner;

--
-- Name: visitor_entry; Type: TYPE; Schema: api_1; Owner: kam_owner
--

CREATE TYPE api_1.visitor_entry AS (
	id bigint,
	name text,
	organisation text,
	title text,
	account_id bigint,
	account_name text,
	interaction_id bigint,
	channel kam.channel,
	occurred_at timestamp with time zone,
	ended_at timestamp with time zone,
	person_name text,
	contact_id bigint
);

ALTER TYPE api_1.visitor_entry OWNER TO kam_owner;

--
-- Name: callee; Type: TYPE; Schema: core; Owner: kam_owner
--

CREATE TYPE core.callee AS (
	name text,
	unit_name text,
	extension text
);

ALTER TYPE core.callee OWNER TO kam_owner;

--
-- Name: holder; Type: TYPE; Schema: core; Owner: kam_owner
--

CREATE TYPE core.holder AS (
	person_id bigint,
	name text,
	post text
);

ALTER TYPE core.holder OWNER TO kam_owner;

--
-- Name: account_dimension; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.account_dimension AS ENUM (
    'kind',
    'state',
    'industry',
    'region',
    'scale',
    'grade',
    'tag'
);

ALTER TYPE kam.account_dimension OWNER TO kam_owner;

--
-- Name: journal_finding; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.journal_finding AS ENUM (
    'missing',
    'repeated',
    'altered',
    'beyond_head',
    'head',
    'image_altered',
    'changes_altered',
    'other_chain'
);

ALTER TYPE kam.journal_finding OWNER TO kam_owner;

--
-- Name: reach; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.reach AS ENUM (
    'own',
    'rows',
    'units',
    'all'
);

ALTER TYPE kam.reach OWNER TO kam_owner;

--
-- Name: why; Type: TYPE; Schema: kam; Owner: kam_owner
--

CREATE TYPE kam.why AS ENUM (
    'allowed',
    'disabled',
    'right_missing',
    'out_of_reach'
);

ALTER TYPE kam.why OWNER TO kam_owner;

--
-- Name: add_certificate(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.add_certificate(p_person_id bigint, p_name text) RETURNS api_1.certificate_name
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_name api_1.certificate_name;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.certificate_name, v_reply);
  end if;
  v_id := nextval('kam.certificate_name_id_seq');
  insert into kam.certificate_name (id, person_id, name) values (v_id, p_person_id, btrim(p_name));
  v_name := api_1.certificate_name_of(v_id);
  perform core.accept('certificate.add', 'person', p_person_id, to_jsonb(v_name));
  return v_name;
end
$$;

ALTER FUNCTION api_1.add_certificate(p_person_id bigint, p_name text) OWNER TO kam_api;

--
-- Name: add_collaborator(bigint, bigint, bigint, kam.collaboration_level, date, date, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.add_collaborator(p_account_id bigint, p_person_id bigint, p_unit_id bigint, p_level kam.collaboration_level, p_starts_on date, p_ends_on date, p_reason text) RETURNS api_1.collaborator
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_starts date := coalesce(p_starts_on, core.today());
  v_made api_1.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.collaborator, v_reply);
  end if;
  perform core.require(p_level::text, 'level');
  select a.id, a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_account_id for update;
  if not found then
    perform core.fail('not_found', 'account_id');
  end if;
  if p_ends_on < v_starts then
    perform core.fail('collaboration_dates', 'ends_on');
  end if;
  if exists (select from kam.collaboration c
    where c.account_id = p_account_id and (c.person_id = p_person_id or c.team_id = p_unit_id)
      and c.starts_on <= coalesce(p_ends_on, 'infinity') and coalesce(c.ends_on, 'infinity') >= v_starts and coalesce(c.ends_on, 'infinity') >= c.starts_on)
  then
    perform core.fail('collaboration_overlap', 'starts_on');
  end if;
  v_made.id := nextval('kam.collaboration_id_seq');
  insert into kam.collaboration (id, account_id, person_id, team_id, level, starts_on, ends_on, reason, owner_id, unit_id, company_id)
    values (v_made.id, p_account_id, p_person_id, p_unit_id, p_level, v_starts, p_ends_on, core.trimmed(p_reason),
      v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from api_1.collaborator_card c where c.id = v_made.id;
  perform core.accept('collaboration.create', 'collaboration', v_made.id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.add_collaborator(p_account_id bigint, p_person_id bigint, p_unit_id bigint, p_level kam.collaboration_level, p_starts_on date, p_ends_on date, p_reason text) OWNER TO kam_api;

--
-- Name: answer_interaction(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.answer_interaction(p_id bigint, p_answer text) RETURNS api_1.interaction
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_made api_1.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.interaction, v_reply);
  end if;
  select i.answered_at into v_old from kam.interaction i where i.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.answered_at is not null then
    perform core.fail('already_answered', 'id', to_char(v_old.answered_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if core.trimmed(p_answer) = '' then
    perform core.fail('required', 'answer');
  end if;
  update kam.interaction i set answered_at = now(), answer = core.trimmed(p_answer) where i.id = p_id;
  select c.* into strict v_made from api_1.interaction_card c where c.id = p_id;
  perform core.accept('interaction.answer', 'interaction', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.answer_interaction(p_id bigint, p_answer text) OWNER TO kam_api;

--
-- Name: appoint_deputy(bigint, bigint, text[], bigint, date, date, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.appoint_deputy(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) RETURNS api_1.deputy_grant
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_grant api_1.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.deputy_grant, v_reply);
  end if;
  v_id := core.make_grant(p_grantor_id, p_deputy_id, p_rights, p_unit_id, p_starts_on, p_ends_on, p_reason);
  select c.* into strict v_grant from api_1.grant_card c where c.id = v_id;
  perform core.accept('grant.create', 'grant', v_id, to_jsonb(v_grant), nullif(core.trimmed(p_reason), ''));
  return v_grant;
end
$$;

ALTER FUNCTION api_1.appoint_deputy(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) OWNER TO kam_api;

--
-- Name: approve_change(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.approve_change(p_id bigint, p_remark text) RETURNS api_1.change_request
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_request kam.change_request;
  v_now kam.account;
  v_new kam.account;
  v_field text;
  v_made api_1.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.change_request, v_reply);
  end if;
  -- The locks in the order in which all take them: the tree, the account, what hangs below it.
  select r.* into v_request from kam.change_request r where r.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_request.after ?| '{code,parent_id}' then
    perform core.lock_account_tree();
  end if;
  select a.* into v_now from kam.account a where a.id = v_request.account_id for no key update;
  v_request := core.lock_change_request(p_id);
  perform core.check_decider(v_request);
  select f.field into v_field
    from jsonb_each(v_request.before) f (field, value)
    where f.value is distinct from core.proposable(v_now) -> f.field
    order by f.field collate "C" limit 1;
  if found then
    perform core.fail('change_request_moved', 'id', v_field);
  end if;
  v_new := jsonb_populate_record(v_now, v_request.after);
  if v_new.parent_id is distinct from v_now.parent_id and v_new.parent_id is not null
    and not exists (select from kam.account a where a.id = v_new.parent_id)
  then
    perform core.fail('account_parent_unknown', 'id');
  end if;
  update kam.account a set code = v_new.code, name = v_new.name, short_name = v_new.short_name, former_names = v_new.former_names, kind = v_new.kind,
    industry = v_new.industry, region = v_new.region, address = v_new.address, parent_id = v_new.parent_id, scale = v_new.scale,
    annual_output = v_new.annual_output, grade = v_new.grade
    where a.id = v_now.id;
  update kam.change_request r set state = 'applied', decider_id = core.principal(), decided_at = now(), remark = core.trimmed(p_remark) where r.id = p_id;
  select c.* into strict v_made from api_1.change_request_card c where c.id = p_id;
  perform core.accept('change.approve', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.approve_change(p_id bigint, p_remark text) OWNER TO kam_api;

--
-- Name: assign_account(bigint, bigint, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.assign_account(p_id bigint, p_owner_id bigint, p_reason text, p_etag text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_revision int8;
  v_seat record;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  select a.revision into v_revision from kam.account a where a.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_etag(p_etag, v_revision);
  select s.unit_id, s.company_id into v_seat from core.seat(p_owner_id) s;
  if not found then
    perform core.fail('owner_without_post', 'owner_id');
  end if;
  if not core.reaches(p_owner_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'owner_id');
  end if;
  update kam.account a set owner_id = p_owner_id, unit_id = v_seat.unit_id, company_id = v_seat.company_id, revision = a.revision + 1
    where a.id = p_id;
  if p_owner_id <> core.principal() then
    perform core.notify(array[p_owner_id], 'account.assigned', 'account', p_id, (select n.name from kam.person n where n.id = core.principal()));
  end if;
  select c.* into strict v_made from api_1.account_card c where c.id = p_id;
  perform core.accept('account.assign', 'account', p_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.assign_account(p_id bigint, p_owner_id bigint, p_reason text, p_etag text) OWNER TO kam_api;

--
-- Name: assign_post(bigint, bigint, date, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.assign_post(p_person_id bigint, p_post_id bigint, p_starts_on date, p_ends_on date) RETURNS api_1.assignment
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_assignment api_1.assignment;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.assignment, v_reply);
  end if;
  v_assignment := row(nextval('kam.assignment_id_seq'), p_person_id, p_post_id, coalesce(p_starts_on, core.today()), p_ends_on);
  if v_assignment.ends_on < v_assignment.starts_on then
    perform core.fail('assignment_dates', 'ends_on');
  end if;
  insert into kam.assignment (id, person_id, post_id, starts_on, ends_on)
    values (v_assignment.id, v_assignment.person_id, v_assignment.post_id, v_assignment.starts_on, v_assignment.ends_on);
  perform core.accept('assignment.create', 'assignment', v_assignment.id, to_jsonb(v_assignment));
  return v_assignment;
end
$$;

ALTER FUNCTION api_1.assign_post(p_person_id bigint, p_post_id bigint, p_starts_on date, p_ends_on date) OWNER TO kam_api;

--
-- Name: cancel_upload(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.cancel_upload(p_id bigint) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  perform core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  select c.* into strict v_made from api_1.document_card c where c.id = p_id;
  perform core.drop_file(p_id, 'cancelled');
  v_made.state := 'cancelled';
  v_made.next_offset := 0;
  v_made.etag := (v_made.etag::int8 + 1)::text;
  perform core.accept('document.cancel', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.cancel_upload(p_id bigint) OWNER TO kam_api;

--
-- Name: cancel_visit_plan(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.cancel_visit_plan(p_id bigint, p_reason text) RETURNS api_1.visit_plan
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_made api_1.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.visit_plan, v_reply);
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  perform core.lock_visit_plan(p_id, 'id');
  update kam.visit_plan p set state = 'cancelled', reason = core.trimmed(p_reason) where p.id = p_id;
  select c.* into strict v_made from api_1.visit_plan_card c where c.id = p_id;
  perform core.accept('visit_plan.cancel', 'visit_plan', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;

ALTER FUNCTION api_1.cancel_visit_plan(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: certificate_name_of(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.certificate_name_of(p_id bigint) RETURNS api_1.certificate_name
    LANGUAGE sql STABLE
    AS $$
  select c.id, c.name, n.id, n.login, n.name, n.service, c.created_at
  from kam.certificate_name c join kam.person n on n.id = c.person_id where c.id = p_id
$$;

ALTER FUNCTION api_1.certificate_name_of(p_id bigint) OWNER TO kam_owner;

--
-- Name: check_account(text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.check_account(p_name text, p_number text) RETURNS TABLE("exists" boolean, people api_1.callee[], checks_left integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_found int8[];
begin
  if cardinality(core.customer_keys(array[p_name], array[p_number])) = 0 then
    perform core.fail('required', 'name');
  end if;
  v_found := core.find_customers(array[p_name], array[p_number]);
  "exists" := v_found <> '{}';
  select array(select row(p.name, p.unit_name, p.extension)::api_1.callee from unnest(i.people) p), i.checks_left into people, checks_left
    from core.inquire(v_found) i;
  return next;
end
$$;

ALTER FUNCTION api_1.check_account(p_name text, p_number text) OWNER TO kam_api;

--
-- Name: classify_account(bigint, kam.confidentiality, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.classify_account(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_reason text;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  select x.confidentiality, x.owner_id, x.unit_id into v_old from kam.account x where x.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_reason := core.reason(p_reason);
  perform core.check_class(v_old.confidentiality, p_confidentiality, v_old.owner_id, v_old.unit_id, p_id, 'confidentiality');
  update kam.account x set confidentiality = p_confidentiality, revision = x.revision + 1, updated_at = now() where x.id = p_id;
  select c.* into strict v_made from api_1.account_card c where c.id = p_id;
  perform core.accept('account.classify', 'account', p_id, to_jsonb(v_made), v_reason);
  return v_made;
end
$$;

ALTER FUNCTION api_1.classify_account(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) OWNER TO kam_api;

--
-- Name: classify_contact(bigint, kam.confidentiality, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.classify_contact(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_reason text;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  select x.confidentiality, x.owner_id, x.unit_id, x.account_id into v_old from kam.contact x where x.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_reason := core.reason(p_reason);
  perform core.check_class(v_old.confidentiality, p_confidentiality, v_old.owner_id, v_old.unit_id, v_old.account_id, 'confidentiality');
  update kam.contact x set confidentiality = p_confidentiality, revision = x.revision + 1 where x.id = p_id;
  select c.* into strict v_made from api_1.contact_card c where c.id = p_id;
  perform core.accept('contact.classify', 'contact', p_id, to_jsonb(v_made), v_reason);
  return v_made;
end
$$;

ALTER FUNCTION api_1.classify_contact(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) OWNER TO kam_api;

--
-- Name: classify_document(bigint, kam.confidentiality, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.classify_document(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  if p_confidentiality is null then
    perform core.fail('required', 'confidentiality');
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  perform core.lock_document(p_id, 'id', '{kept}', 'document_state');
  update kam.document d set confidentiality = p_confidentiality where d.id = p_id;
  select c.* into strict v_made from api_1.document_card c where c.id = p_id;
  perform core.accept('document.classify', 'document', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;

ALTER FUNCTION api_1.classify_document(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) OWNER TO kam_api;

--
-- Name: classify_interaction(bigint, kam.confidentiality, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.classify_interaction(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) RETURNS api_1.interaction
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_reason text;
  v_made api_1.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.interaction, v_reply);
  end if;
  select x.confidentiality, x.owner_id, x.unit_id, x.account_id into v_old from kam.interaction x where x.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_reason := core.reason(p_reason);
  perform core.check_class(v_old.confidentiality, p_confidentiality, v_old.owner_id, v_old.unit_id, v_old.account_id, 'confidentiality');
  update kam.interaction x set confidentiality = p_confidentiality where x.id = p_id;
  select c.* into strict v_made from api_1.interaction_card c where c.id = p_id;
  perform core.accept('interaction.classify', 'interaction', p_id, to_jsonb(v_made), v_reason);
  return v_made;
end
$$;

ALTER FUNCTION api_1.classify_interaction(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) OWNER TO kam_api;

--
-- Name: complete_next_step(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.complete_next_step(p_id bigint, p_result text) RETURNS api_1.interaction
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_made api_1.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.interaction, v_reply);
  end if;
  select i.next_step, i.next_step_on, i.next_step_done_at into v_old from kam.interaction i where i.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.next_step_done_at is not null then
    perform core.fail('next_step_done', 'id', to_char(v_old.next_step_done_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if v_old.next_step = '' and v_old.next_step_on is null then
    perform core.fail('next_step_none', 'id');
  end if;
  update kam.interaction i set next_step_done_at = now(), next_step_result = core.trimmed(p_result) where i.id = p_id;
  select c.* into strict v_made from api_1.interaction_card c where c.id = p_id;
  perform core.accept('interaction.next_step', 'interaction', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.complete_next_step(p_id bigint, p_result text) OWNER TO kam_api;

--
-- Name: confirm_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.confirm_account(p_id bigint, p_etag text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_revision int8;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  select a.revision into v_revision from kam.account a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_etag(p_etag, v_revision);
  update kam.account a set confirmed_at = now() where a.id = p_id;
  select c.* into strict v_made from api_1.account_card c where c.id = p_id;
  perform core.accept('account.confirm', 'account', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.confirm_account(p_id bigint, p_etag text) OWNER TO kam_api;

--
-- Name: count_accounts(kam.account_dimension[], kam.account_kind, text, text, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text) RETURNS TABLE(as_of timestamp with time zone, reach kam.reach, total bigint, lines_total bigint, lines api_1.account_count[])
    LANGUAGE sql STABLE
    AS $$
  with counted as materialized (
    select case when 'kind' = any (p_by) then a.kind end as kind, case when 'state' = any (p_by) then a.state end as state,
      case when 'industry' = any (p_by) then a.industry end as industry, case when 'region' = any (p_by) then a.region end as region,
      case when 'scale' = any (p_by) then a.scale end as scale, case when 'grade' = any (p_by) then a.grade end as grade,
      case when 'tag' = any (p_by) then case when a.tags = '{}' then array[''] else a.tags end else array[null::text] end as tags
    from kam.account a
    where (p_kind is null or a.kind = p_kind) and (p_industry is null or a.industry = p_industry) and (p_region is null or a.region = p_region)
      and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
  ), every (total) as (
    select count(*) from counted
  ), line as (
    select c.kind, c.state, c.industry, c.region, c.scale, c.grade, t.tag, count(*) as count
    from counted c
    cross join lateral unnest(c.tags) t (tag)
    group by c.kind, c.state, c.industry, c.region, c.scale, c.grade, t.tag
  )
  select now(), core.reach()::kam.reach, e.total, (select count(*) from line),
    array(
      select row(l.kind, l.state, l.industry, l.region, l.scale, l.grade, l.tag, l.count, round(1000.0 * l.count / e.total)::int4)::api_1.account_count
      from line l
      order by l.count desc, l.kind, l.state, l.industry, l.region, l.scale desc, l.grade, l.tag
      limit 1000)
  from every e
$$;

ALTER FUNCTION api_1.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text) OWNER TO kam_owner;

--
-- Name: create_account(api_1.account); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_account(p_account api_1.account) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_code text := core.trimmed(p_account.code);
  v_owner_id int8 := coalesce(p_account.owner_id, core.principal());
  v_class kam.confidentiality := coalesce(p_account.confidentiality, 'normal');
  v_seat record;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  if p_account.kind is null then
    perform core.fail('required', 'account.kind');
  end if;
  select s.unit_id, s.company_id into v_seat from core.seat(v_owner_id) s;
  if not found then
    perform core.fail('owner_without_post', 'account.owner_id');
  end if;
  if not core.reaches(v_owner_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'account.owner_id');
  end if;
  perform core.check_class('normal', v_class, v_owner_id, v_seat.unit_id, null, 'account.confidentiality');
  -- The foreign key would accept a parent the caller cannot see, and so tell that it exists.
  if p_account.parent_id is not null and not exists (select from kam.account a where a.id = p_account.parent_id) then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  v_id := nextval('kam.account_id_seq');
  -- Somebody may have given a code of this form by hand.
  while v_code = '' or (core.trimmed(p_account.code) = '' and core.account_by_code(v_code) is not null) loop
    v_code := 'KA' || lpad(nextval('kam.account_code_seq')::text, 6, '0');
  end loop;
  insert into kam.account (id, code, name, short_name, former_names, kind, industry, region, address, parent_id, owner_id, unit_id, company_id,
      source, note, scale, annual_output, grade, tags, confidentiality)
    values (v_id, v_code, core.trimmed(p_account.name), core.trimmed(p_account.short_name), core.name_list(p_account.former_names), p_account.kind,
      core.trimmed(p_account.industry), core.trimmed(p_account.region), core.trimmed(p_account.address), p_account.parent_id,
      v_owner_id, v_seat.unit_id, v_seat.company_id, core.trimmed(p_account.source), coalesce(p_account.note, ''),
      p_account.scale, p_account.annual_output, core.trimmed(p_account.grade), core.tag_list(p_account.tags), v_class);
  if cardinality(p_account.identifiers) > 0 then
    insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
      select v_id, i.kind, core.identifier_value(i.value), v_owner_id, v_seat.unit_id, v_seat.company_id
      from unnest(p_account.identifiers) with ordinality i (kind, value, n)
      order by i.n;
  end if;
  select c.* into strict v_made from api_1.account_card c where c.id = v_id;
  perform core.accept('account.create', 'account', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.create_account(p_account api_1.account) OWNER TO kam_api;

--
-- Name: create_contact(api_1.contact); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_contact(p_contact api_1.contact) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_class kam.confidentiality := coalesce(p_contact.confidentiality, 'normal');
  v_account record;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  if p_contact.role is null then
    perform core.fail('required', 'contact.role');
  end if;
  -- Should the account be assigned to somebody else at this moment, the foreign key refuses what we carry over, and the caller tries again.
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_contact.account_id;
  if not found then
    perform core.fail('not_found', 'contact.account_id');
  end if;
  perform core.check_class('normal', v_class, v_account.owner_id, v_account.unit_id, p_contact.account_id, 'contact.confidentiality');
  v_id := nextval('kam.contact_id_seq');
  insert into kam.contact (id, account_id, name, role, title, phone, email, key_person, note, preferred_channel, birthday,
      service_grade, confidentiality, owner_id, unit_id, company_id)
    values (v_id, p_contact.account_id, core.trimmed(p_contact.name), p_contact.role, core.trimmed(p_contact.title), core.trimmed(p_contact.phone),
      core.trimmed(p_contact.email), coalesce(p_contact.key_person, false), coalesce(p_contact.note, ''),
      p_contact.preferred_channel, core.trimmed(p_contact.birthday), p_contact.service_grade, v_class, v_account.owner_id, v_account.unit_id, v_account.company_id);
  insert into kam.care_date (contact_id, account_id, label, day, yearly, owner_id, unit_id, company_id)
    select v_id, p_contact.account_id, core.trimmed(d.label), d.day, coalesce(d.yearly, false), v_account.owner_id, v_account.unit_id, v_account.company_id
    from unnest(p_contact.care_dates) with ordinality d (label, day, yearly, n)
    order by d.n;
  select c.* into strict v_made from api_1.contact_card c where c.id = v_id;
  perform core.accept('contact.create', 'contact', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.create_contact(p_contact api_1.contact) OWNER TO kam_api;

--
-- Name: create_document(api_1.document); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_document(p_document api_1.document) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  c_uploads_max constant int4 := 20;
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_size int8 := coalesce(p_document.size_bytes, 0);
  v_sha256 text := coalesce(p_document.sha256, '');
  v_account record;
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  if p_document.kind is null then
    perform core.fail('required', 'document.kind');
  end if;
  if v_size > core.document_bytes_max() then
    perform core.fail('document_too_large', 'document.size_bytes', core.document_bytes_max()::text);
  end if;
  if v_sha256 !~ '^([0-9a-f]{64})?$' then
    perform core.fail('sha256_form', 'document.sha256');
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_document.account_id;
  if not found then
    perform core.fail('not_found', 'document.account_id');
  end if;
  if v_size > 0 and (select count(*) from kam.document d where d.person_id = core.principal() and d.state = 'uploading') >= c_uploads_max then
    perform core.fail('uploads_max', null, c_uploads_max::text);
  end if;
  v_id := nextval('kam.document_id_seq');
  insert into kam.document (id, account_id, kind, title, number, confidentiality, state, issued_on, expires_on, retain_until, place, note,
      file_name, media_type, size_bytes, sha256, person_id, owner_id, unit_id, company_id)
    values (v_id, p_document.account_id, p_document.kind, core.trimmed(p_document.title), core.trimmed(p_document.number),
      coalesce(p_document.confidentiality, core.document_class(p_document.kind)),
      case when v_size > 0 then 'uploading' else 'kept' end::kam.document_state,
      p_document.issued_on, p_document.expires_on, p_document.retain_until, core.trimmed(p_document.place), coalesce(p_document.note, ''),
      core.trimmed(p_document.file_name), core.trimmed(p_document.media_type), v_size, decode(nullif(v_sha256, ''), 'hex'),
      core.principal(), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from api_1.document_card c where c.id = v_id;
  perform core.accept('document.create', 'document', v_id, to_jsonb(v_made));
  return v_made;
end
$_$;

ALTER FUNCTION api_1.create_document(p_document api_1.document) OWNER TO kam_api;

--
-- Name: create_interaction(api_1.interaction); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_interaction(p_interaction api_1.interaction) RETURNS api_1.interaction
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_made api_1.interaction;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.interaction, v_reply);
  end if;
  v_made := p_interaction;
  v_made.channel := coalesce(v_made.channel, 'visit');
  v_made.direction := coalesce(v_made.direction, 'outgoing');
  v_made.occurred_at := coalesce(v_made.occurred_at, now());
  v_made.topic := core.trimmed(v_made.topic);
  v_made.needs_answer := coalesce(v_made.needs_answer, false);
  v_made.answered_at := null;
  v_made.answer := '';
  v_made.participants := '{}';
  v_made.visitors := '{}';
  v_made.links := '{}';
  v_made.next_step_done_at := null;
  v_made.next_step_result := '';
  v_made.waiting_days := case when v_made.needs_answer then core.days_since(v_made.occurred_at) end;
  v_made.confidentiality := coalesce(v_made.confidentiality, 'normal');
  if v_made.occurred_at > now() + interval '1 day' then
    perform core.fail('interaction_in_future', 'interaction.occurred_at');
  end if;
  select a.name, a.owner_id, a.unit_id, a.company_id, (select n.name from kam.person n where n.id = core.principal()) as person_name
    into v_account from kam.account a where a.id = p_interaction.account_id;
  if not found then
    perform core.fail('not_found', 'interaction.account_id');
  end if;
  perform core.check_class('normal', v_made.confidentiality, v_account.owner_id, v_account.unit_id, v_made.account_id,
    'interaction.confidentiality');
  -- The foreign key would accept a contact the caller cannot see, and so tell that there is one.
  if v_made.contact_id is not null and not exists (select from kam.contact c where c.id = v_made.contact_id) then
    perform core.fail('contact_of_other_account', 'interaction.contact_id');
  end if;
  v_made.id := nextval('kam.interaction_id_seq');
  v_made.account_name := v_account.name;
  v_made.person_id := core.principal();
  v_made.person_name := v_account.person_name;
  insert into kam.interaction (id, account_id, contact_id, channel, direction, occurred_at, topic, outcome, next_step, next_step_on,
      needs_answer, person_id, ended_at, confidentiality, owner_id, unit_id, company_id)
    values (v_made.id, v_made.account_id, v_made.contact_id, v_made.channel, v_made.direction, v_made.occurred_at, v_made.topic,
      coalesce(v_made.outcome, ''), coalesce(v_made.next_step, ''), v_made.next_step_on, v_made.needs_answer, v_made.person_id,
      v_made.ended_at, v_made.confidentiality, v_account.owner_id, v_account.unit_id, v_account.company_id);
  if cardinality(p_interaction.participants) > 0 then
    insert into kam.interaction_person (interaction_id, person_id, account_id, owner_id, unit_id, company_id)
      select distinct v_made.id, x.person_id, v_made.account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.participants) x;
  end if;
  if cardinality(p_interaction.visitors) > 0 then
    if exists (select from unnest(p_interaction.visitors) x where x.contact_id is not null
      and not exists (select from kam.contact c where c.id = x.contact_id and c.account_id = v_made.account_id)) then
      perform core.fail('visitor_contact_unknown', 'interaction.visitors');
    end if;
    insert into kam.interaction_visitor (interaction_id, name, organisation, title, contact_id, account_id, owner_id, unit_id, company_id)
      select v_made.id, core.trimmed(x.name), core.trimmed(x.organisation), core.trimmed(x.title), x.contact_id, v_made.account_id,
        v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.visitors) with ordinality x (name, organisation, title, contact_id, n) order by x.n;
  end if;
  if cardinality(p_interaction.links) > 0 then
    if exists (select from unnest(p_interaction.links) x where not exists (select from core.subject(x.kind, x.id))) then
      perform core.fail('link_unknown', 'interaction.links');
    end if;
    insert into kam.interaction_link (interaction_id, kind, record_id, account_id, owner_id, unit_id, company_id)
      select distinct v_made.id, x.kind, x.id, v_made.account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
      from unnest(p_interaction.links) x;
  end if;
  if p_interaction.visit_plan_id is not null then
    if not exists (select from kam.visit_plan p where p.id = p_interaction.visit_plan_id and p.account_id = v_made.account_id) then
      perform core.fail('visit_plan_unknown', 'interaction.visit_plan_id');
    end if;
    perform core.lock_visit_plan(p_interaction.visit_plan_id, 'interaction.visit_plan_id');
    update kam.visit_plan p set state = 'done', interaction_id = v_made.id where p.id = p_interaction.visit_plan_id;
  end if;
  -- Most have none of these, and are answered from what there is; what is confidential is answered, and kept, as it is shown.
  if v_made.confidentiality <> 'normal' or cardinality(p_interaction.participants) > 0 or cardinality(p_interaction.visitors) > 0 or cardinality(p_interaction.links) > 0 then
    select c.* into strict v_made from api_1.interaction_card c where c.id = v_made.id;
  end if;
  perform core.accept('interaction.create', 'interaction', v_made.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.create_interaction(p_interaction api_1.interaction) OWNER TO kam_api;

--
-- Name: create_post(api_1.post); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_post(p_post api_1.post) RETURNS api_1.post
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_post api_1.post;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.post, v_reply);
  end if;
  perform core.require(p_post.code, 'post.code'), core.require(p_post.name, 'post.name'), core.require(p_post.role, 'post.role'),
    core.require(nullif(p_post.unit_id, 0)::text, 'post.unit_id');
  v_post := p_post;
  v_post.id := nextval('kam.post_id_seq');
  v_post.code := btrim(p_post.code);
  v_post.name := btrim(p_post.name);
  v_post.headcount := coalesce(nullif(p_post.headcount, 0), 1);
  v_post.duties := coalesce(p_post.duties, '');
  insert into kam.post (id, code, name, unit_id, superior_id, role, headcount, duties)
    values (v_post.id, v_post.code, v_post.name, v_post.unit_id, v_post.superior_id, v_post.role, v_post.headcount, v_post.duties);
  select c.* into strict v_post from api_1.post_card c where c.id = v_post.id;
  perform core.accept('post.create', 'post', v_post.id, to_jsonb(v_post));
  return v_post;
end
$$;

ALTER FUNCTION api_1.create_post(p_post api_1.post) OWNER TO kam_api;

--
-- Name: create_role(text, text, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text) RETURNS api_1.role_template
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_role api_1.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.role_template, v_reply);
  end if;
  perform core.require(p_code, 'code'), core.require(p_name_zh, 'name_zh');
  if p_copy_of is not null and not exists (select from kam.role r where r.code = p_copy_of) then
    perform core.fail('role_unknown', 'copy_of');
  end if;
  insert into kam.role (code, name_zh, name_en) values (btrim(p_code), btrim(p_name_zh), btrim(coalesce(p_name_en, p_name_zh)));
  insert into kam.role_local (role, right_name, scope)
    select btrim(p_code), x.right_name, x.scope from kam.role_right x where x.role = p_copy_of;
  perform core.settle_roles(btrim(p_code));
  v_role := api_1.role_template_of(btrim(p_code));
  perform core.accept('role.create', 'role', (select r.id from kam.role r where r.code = v_role.code), to_jsonb(v_role));
  return v_role;
end
$$;

ALTER FUNCTION api_1.create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text) OWNER TO kam_api;

--
-- Name: create_service(text, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_service(p_login text, p_name text, p_certificate text) RETURNS api_1.certificate_name
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_name api_1.certificate_name;
  v_person int8;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.certificate_name, v_reply);
  end if;
  v_person := nextval('kam.person_id_seq');
  insert into kam.person (id, login, name, name_keys, service)
    values (v_person, lower(btrim(p_login)), btrim(p_name), core.name_keys(btrim(p_name)), true);
  v_id := nextval('kam.certificate_name_id_seq');
  insert into kam.certificate_name (id, person_id, name) values (v_id, v_person, btrim(p_certificate));
  v_name := api_1.certificate_name_of(v_id);
  perform core.accept('service.create', 'person', v_person, to_jsonb(v_name));
  return v_name;
end
$$;

ALTER FUNCTION api_1.create_service(p_login text, p_name text, p_certificate text) OWNER TO kam_api;

--
-- Name: create_unit(api_1.unit); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_unit(p_unit api_1.unit) RETURNS api_1.unit
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_unit api_1.unit;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.unit, v_reply);
  end if;
  perform core.require(p_unit.code, 'unit.code'), core.require(p_unit.name, 'unit.name'), core.require(p_unit.kind::text, 'unit.kind');
  v_unit.id := nextval('kam.unit_id_seq');
  insert into kam.unit (id, code, name, kind, parent_id)
    values (v_unit.id, btrim(p_unit.code), btrim(p_unit.name), p_unit.kind, p_unit.parent_id);
  select c.* into strict v_unit from api_1.unit_card c where c.id = v_unit.id;
  perform core.accept('unit.create', 'unit', v_unit.id, to_jsonb(v_unit));
  return v_unit;
end
$$;

ALTER FUNCTION api_1.create_unit(p_unit api_1.unit) OWNER TO kam_api;

--
-- Name: create_user(api_1."user"); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_user(p_user api_1."user") RETURNS api_1.create_user_response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_response api_1.create_user_response;
  v_id int8;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.create_user_response, v_reply);
  end if;
  perform core.require(p_user.login, 'user.login'), core.require(p_user.name, 'user.name');
  v_id := nextval('kam.person_id_seq');
  insert into kam.person (id, login, name, name_keys, extension)
    values (v_id, lower(btrim(p_user.login)), btrim(p_user.name), core.name_keys(btrim(p_user.name)), core.trimmed(p_user.extension));
  v_response."user" := api_1.user_of(v_id);
  perform core.accept('person.create', 'person', v_id, to_jsonb(v_response));
  v_response.one_time_token := auth.new_one_time_token(v_id);
  return v_response;
end
$$;

ALTER FUNCTION api_1.create_user(p_user api_1."user") OWNER TO kam_api;

--
-- Name: create_visit_plan(api_1.visit_plan); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.create_visit_plan(p_plan api_1.visit_plan) RETURNS api_1.visit_plan
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_account record;
  v_made api_1.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.visit_plan, v_reply);
  end if;
  perform core.planned_visit_day(p_plan.planned_on, 'plan.planned_on');
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_plan.account_id;
  if not found then
    perform core.fail('not_found', 'plan.account_id');
  end if;
  -- The same visit twice: a sheet that was imported before under another name, or two who thought of it at once.
  perform pg_advisory_xact_lock(hashtextextended('kam.visit_plan', p_plan.account_id));
  if exists (
    select from kam.visit_plan p
    where p.account_id = p_plan.account_id and p.planned_on = p_plan.planned_on and p.state = 'planned'
      and p.person_id = coalesce(p_plan.person_id, v_account.owner_id))
  then
    perform core.fail('visit_planned', 'plan.planned_on');
  end if;
  v_id := nextval('kam.visit_plan_id_seq');
  insert into kam.visit_plan (id, account_id, planned_on, person_id, purpose, created_by, owner_id, unit_id, company_id)
    values (v_id, p_plan.account_id, p_plan.planned_on, coalesce(p_plan.person_id, v_account.owner_id), core.trimmed(p_plan.purpose),
      core.principal(), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from api_1.visit_plan_card c where c.id = v_id;
  perform core.accept('visit_plan.create', 'visit_plan', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.create_visit_plan(p_plan api_1.visit_plan) OWNER TO kam_api;

--
-- Name: destroy_document(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.destroy_document(p_id bigint, p_reason text) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.document;
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  perform core.require(core.trimmed(p_reason), 'reason');
  v_old := core.lock_document(p_id, 'id', '{kept}', 'document_state');
  -- Without a date it is kept for good: somebody has to say first how long.
  if v_old.retain_until is null or v_old.retain_until >= core.today() then
    perform core.fail('document_retained', 'id', coalesce(v_old.retain_until::text, '—'));
  end if;
  if exists (select from kam.document_loan l where l.document_id = p_id and l.returned_at is null) then
    perform core.fail('document_lent', 'id');
  end if;
  perform core.drop_file(p_id, 'destroyed');
  select c.* into strict v_made from api_1.document_card c where c.id = p_id;
  perform core.accept('document.destroy', 'document', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;

ALTER FUNCTION api_1.destroy_document(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: disable_user(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.disable_user(p_id bigint) RETURNS api_1."user"
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_user api_1."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1."user", v_reply);
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  update kam.person n set disabled_at = now() where n.id = p_id and n.disabled_at is null;
  perform auth.end_sessions(p_id, 'disabled');
  v_user := api_1.user_of(p_id);
  perform core.accept('person.disable', 'person', p_id, to_jsonb(v_user));
  return v_user;
end
$$;

ALTER FUNCTION api_1.disable_user(p_id bigint) OWNER TO kam_api;

--
-- Name: dismiss_duplicate(bigint, bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.dismiss_duplicate(p_account_id bigint, p_other_id bigint, p_reason text) RETURNS api_1.dismissed
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_account record;
  v_made api_1.dismissed;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.dismissed, v_reply);
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_account_id for update;
  if not found then
    perform core.fail('not_found', 'account_id');
  end if;
  if p_account_id = p_other_id then
    perform core.fail('merge_into_itself', 'other_id');
  end if;
  if not exists (select from kam.account a where a.id = p_other_id) then
    perform core.fail('merge_into_unknown', 'other_id');
  end if;
  select p_account_id, p_other_id, d.reason, d.at into v_made from kam.distinct_pair d
    where d.account_id in (p_account_id, p_other_id) and d.other_id in (p_account_id, p_other_id) and d.account_id <> d.other_id limit 1;
  if not found then
    v_made := row(p_account_id, p_other_id, core.trimmed(p_reason), now());
    insert into kam.distinct_pair (account_id, owner_id, unit_id, company_id, other_id, reason, person_id, at)
      values (p_account_id, v_account.owner_id, v_account.unit_id, v_account.company_id, p_other_id, v_made.reason, core.principal(), v_made.at);
  end if;
  perform core.accept('duplicate.dismiss', 'account', p_account_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.dismiss_duplicate(p_account_id bigint, p_other_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: download_document(bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.download_document(p_id bigint, p_byte_offset bigint) RETURNS TABLE(file_name text, media_type text, size_bytes bigint, sha256 text, next_offset bigint, content bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_document kam.document;
begin
  select d.* into v_document from kam.document d where d.id = p_id and d.state = 'kept';
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_document.confidentiality <> 'normal' then
    perform core.fail('document_confidential', 'id');
  end if;
  if v_document.size_bytes = 0 then
    perform core.fail('document_no_file', 'id');
  end if;
  content := core.file_part(p_id, v_document.size_bytes, p_byte_offset);
  file_name := v_document.file_name;
  media_type := v_document.media_type;
  size_bytes := v_document.size_bytes;
  sha256 := encode(v_document.sha256, 'hex');
  next_offset := p_byte_offset + octet_length(content);
  return next;
end
$$;

ALTER FUNCTION api_1.download_document(p_id bigint, p_byte_offset bigint) OWNER TO kam_api;

--
-- Name: enable_user(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.enable_user(p_id bigint) RETURNS api_1."user"
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_user api_1."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1."user", v_reply);
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  update kam.person n set disabled_at = null where n.id = p_id and n.disabled_at is not null;
  v_user := api_1.user_of(p_id);
  perform core.accept('person.enable', 'person', p_id, to_jsonb(v_user));
  return v_user;
end
$$;

ALTER FUNCTION api_1.enable_user(p_id bigint) OWNER TO kam_api;

--
-- Name: end_assignment(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.end_assignment(p_id bigint, p_ends_on date) RETURNS api_1.assignment
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_assignment api_1.assignment;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.assignment, v_reply);
  end if;
  select a.id, a.person_id, a.post_id, a.starts_on, a.ends_on into v_assignment from kam.assignment a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  v_assignment.ends_on := coalesce(p_ends_on, greatest(core.today() - 1, v_assignment.starts_on - 1));
  update kam.assignment a set ends_on = v_assignment.ends_on where a.id = p_id;
  perform core.accept('assignment.end', 'assignment', p_id, to_jsonb(v_assignment));
  return v_assignment;
end
$$;

ALTER FUNCTION api_1.end_assignment(p_id bigint, p_ends_on date) OWNER TO kam_api;

--
-- Name: end_collaboration(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.end_collaboration(p_id bigint, p_ends_on date) RETURNS api_1.collaborator
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_part record;
  v_ended api_1.collaborator;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.collaborator, v_reply);
  end if;
  select c.starts_on, c.ends_on into v_part from kam.collaboration c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif p_ends_on > v_part.ends_on then
    perform core.fail('collaboration_not_longer', 'ends_on', v_part.ends_on::text);
  end if;
  update kam.collaboration c set ends_on = coalesce(p_ends_on, least(v_part.ends_on, greatest(core.today() - 1, v_part.starts_on - 1))) where c.id = p_id;
  select c.* into strict v_ended from api_1.collaborator_card c where c.id = p_id;
  perform core.accept('collaboration.end', 'collaboration', p_id, to_jsonb(v_ended));
  return v_ended;
end
$$;

ALTER FUNCTION api_1.end_collaboration(p_id bigint, p_ends_on date) OWNER TO kam_api;

--
-- Name: end_grant(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.end_grant(p_id bigint, p_ends_on date) RETURNS api_1.deputy_grant
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_grant api_1.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.deputy_grant, v_reply);
  end if;
  perform core.finish_grant(p_id, p_ends_on);
  select c.* into strict v_grant from api_1.grant_card c where c.id = p_id;
  perform core.accept('grant.end', 'grant', p_id, to_jsonb(v_grant));
  return v_grant;
end
$$;

ALTER FUNCTION api_1.end_grant(p_id bigint, p_ends_on date) OWNER TO kam_api;

--
-- Name: end_session(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.end_session(p_id bigint) RETURNS api_1.open_session
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_session api_1.open_session;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.open_session, v_reply);
  end if;
  select s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current into v_session
    from auth.sessions_of(core.principal()) s where s.id = p_id;
  if not found or not auth.end_session(core.principal(), p_id, 'ended') then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept('session.end', 'person', core.principal(), to_jsonb(v_session));
  return v_session;
end
$$;

ALTER FUNCTION api_1.end_session(p_id bigint) OWNER TO kam_api;

--
-- Name: end_user_sessions(bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.end_user_sessions(p_id bigint, p_session_id bigint) RETURNS TABLE(ended integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
begin
  if v_reply is not null then
    ended := v_reply ->> 'ended';
    return next;
    return;
  end if;
  perform from kam.person n where n.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if p_session_id is null then
    ended := auth.end_sessions(p_id, 'killed');
  elsif auth.end_session(p_id, p_session_id, 'killed') then
    ended := 1;
  else
    perform core.fail('not_found', 'session_id');
  end if;
  perform core.accept('session.kill', 'person', p_id, jsonb_build_object('ended', ended));
  return next;
end
$$;

ALTER FUNCTION api_1.end_user_sessions(p_id bigint, p_session_id bigint) OWNER TO kam_api;

--
-- Name: erase_contact(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.erase_contact(p_id bigint, p_reason text) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_open text;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  -- Locked, so that nothing that refers to the contact comes to be meanwhile.
  select c.erased_at into v_old from kam.contact c where c.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_old.erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_old.erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  select string_agg(o.kind || ' ' || o.id, ', ' order by o.kind, o.id) into v_open from (select * from core.obligations(p_id) o limit 10) o;
  if v_open is not null then
    perform core.fail('obligations_open', 'id', v_open);
  end if;
  perform core.erase_contact(p_id);
  select c.* into strict v_made from api_1.contact_card c where c.id = p_id;
  perform core.accept('contact.erase', 'contact', p_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;

ALTER FUNCTION api_1.erase_contact(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: export_accounts(integer, bigint, text, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.export_accounts(p_limit integer, p_after_id bigint, p_reason text, p_revealed boolean) RETURNS SETOF api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
  v_page api_1.account[];
  v_row api_1.account;
begin
  v_page := array(
    select row(c.*)::api_1.account from api_1.account_card c where c.id > (select coalesce(p_after_id, 0)) order by c.id limit p_limit);
  perform core.accept_disclosure(case when p_revealed then 'account.export_revealed' else 'account.export' end, 'account',
    array(select p.id from unnest(v_page) p), v_reason);
  foreach v_row in array v_page loop
    if p_revealed and core.holds('pii.reveal', v_row.owner_id, v_row.unit_id, v_row.id) then
      v_row.identifiers := array(select row(i.kind, i.value)::api_1.identifier from kam.account_identifier i where i.account_id = v_row.id order by i.id);
    end if;
    if p_revealed and core.holds('confidential.read', v_row.owner_id, v_row.unit_id, v_row.id) then
      select a.source, a.note into v_row.source, v_row.note from kam.account a where a.id = v_row.id;
    end if;
    return next v_row;
  end loop;
end
$$;

ALTER FUNCTION api_1.export_accounts(p_limit integer, p_after_id bigint, p_reason text, p_revealed boolean) OWNER TO kam_api;

--
-- Name: export_contacts(integer, bigint, text, bigint, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.export_contacts(p_limit integer, p_after_id bigint, p_reason text, p_account_id bigint, p_revealed boolean) RETURNS SETOF api_1.exported_contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
  v_page api_1.exported_contact[];
  v_row api_1.exported_contact;
  v_whole record;
begin
  v_page := array(
    select row(c.id, c.account_id, a.code, a.name, c.name, c.role, c.title, c.phone, c.email, c.key_person, c.note, c.preferred_channel, c.birthday,
        c.service_grade, d.left_on, c.confidentiality)::api_1.exported_contact
    from api_1.contact_shown c
    join kam.account a on a.id = c.account_id
    left join kam.departure d on d.contact_id = c.id and d.returned_on is null
    where c.id > (select coalesce(p_after_id, 0)) and (p_account_id is null or c.account_id = p_account_id) and c.erased_at is null
    order by c.id limit p_limit);
  perform core.accept_disclosure(case when p_revealed then 'contact.export_revealed' else 'contact.export' end, 'contact',
    array(select p.id from unnest(v_page) p), v_reason);
  foreach v_row in array v_page loop
    if p_revealed then
      select c.phone, c.email, c.birthday, c.note, core.holds('pii.reveal', c.owner_id, c.unit_id, c.account_id) as reveals,
          core.holds('confidential.read', c.owner_id, c.unit_id, c.account_id) as reads
        into v_whole from kam.contact c where c.id = v_row.id;
      if v_whole.reveals then
        v_row.phone := v_whole.phone;
        v_row.email := v_whole.email;
        v_row.birthday := v_whole.birthday;
      end if;
      if v_whole.reads then
        v_row.note := v_whole.note;
      end if;
    end if;
    return next v_row;
  end loop;
end
$$;

ALTER FUNCTION api_1.export_contacts(p_limit integer, p_after_id bigint, p_reason text, p_account_id bigint, p_revealed boolean) OWNER TO kam_api;

--
-- Name: export_journal(bigint, bigint, integer, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.export_journal(p_after_seq bigint, p_until_seq bigint, p_records_max integer, p_reason text) RETURNS TABLE(records api_1.journal_record[], next_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_most int4 := case when p_records_max <= 0 then 1000 else least(p_records_max, 2000) end;
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  perform core.accept_read('journal.export', 'journal', null, core.trimmed(p_reason));
  select coalesce(array_agg(row(j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name,
      j.subject_kind, j.subject_id, j.reason, j.act_id, j.request_id, j.digest, j.hash, j.salt, c.leaf)::api_1.journal_record order by j.seq), '{}'),
    case when count(*) = v_most then max(j.seq) else 0 end into records, next_seq
    from core.chain_part(p_after_seq, p_until_seq, v_most) c cross join lateral (select (c.shown).*) j left join kam.person n on n.id = j.person_id;
  return next;
end
$$;

ALTER FUNCTION api_1.export_journal(p_after_seq bigint, p_until_seq bigint, p_records_max integer, p_reason text) OWNER TO kam_api;

--
-- Name: finish_upload(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.finish_upload(p_id bigint) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_next int8;
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  v_document := core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  v_next := core.next_offset(p_id, v_document.size_bytes);
  if v_next < v_document.size_bytes then
    perform core.fail('upload_incomplete', 'id', v_next::text);
  end if;
  -- Whatever each chunk said about itself: this is the file as it is kept.
  if v_document.sha256 is distinct from (
    select sha256(string_agg(c.content, ''::bytea order by c.byte_offset)) from kam.document_chunk c where c.document_id = p_id)
  then
    perform core.fail('file_hash', 'id');
  end if;
  update kam.document d set state = 'kept' where d.id = p_id;
  select c.* into strict v_made from api_1.document_card c where c.id = p_id;
  perform core.accept('document.finish', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.finish_upload(p_id bigint) OWNER TO kam_api;

--
-- Name: follow_journal(bigint, integer, integer); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer) RETURNS TABLE(records api_1.journal_record[], next_seq bigint)
    LANGUAGE sql STABLE
    AS $$
  select r.records, case when cardinality(r.records) = l.most then r.last else least(h.seq, p_after_seq + 5000) end
  from core.journal_head h
  cross join (select case when p_records_max <= 0 then 100 else least(p_records_max, 500) end as most) l
  cross join lateral (
    select coalesce(array_agg(row(j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name,
        j.subject_kind, j.subject_id, j.reason, j.act_id, j.request_id, j.digest, j.hash, j.salt, null)::api_1.journal_record order by j.seq), '{}') as records,
      max(j.seq) as last
    from (
      select x.* from kam.journal x where x.seq > p_after_seq and x.seq <= least(h.seq, p_after_seq + 5000) order by x.seq limit l.most) j
    left join lateral (select p.name from kam.person p where p.id = j.person_id offset 0) n on true) r
  where h.seq > p_after_seq
$$;

ALTER FUNCTION api_1.follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer) OWNER TO kam_owner;

--
-- Name: get_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_account(p_id bigint, p_code text) RETURNS SETOF api_1.account
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.account_card c
  where c.id = (select coalesce(p_id, core.account_by_code(p_code)))
$$;

ALTER FUNCTION api_1.get_account(p_id bigint, p_code text) OWNER TO kam_owner;

--
-- Name: get_account_tree(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_account_tree(p_id bigint) RETURNS TABLE(nodes api_1.account_node[], nodes_total bigint)
    LANGUAGE sql STABLE
    AS $$
  select
    array(
      select row(t.id, t.parent_id, t.depth, t.code, t.name, t.state, (select n.name from kam.person n where n.id = t.owner_id))::api_1.account_node
      from (select a.id, a.parent_id, a.depth, a.code, a.name, a.state, a.owner_id, a.path from kam.account a where a.root_id = x.root_id order by a.path limit 1000) t
      order by t.path),
    (select count(*) from kam.account a where a.root_id = x.root_id)
  from kam.account x
  where x.id = p_id
$$;

ALTER FUNCTION api_1.get_account_tree(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_change(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_change(p_id bigint) RETURNS SETOF api_1.change_request
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.change_request_card c where c.id = p_id
$$;

ALTER FUNCTION api_1.get_change(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_completeness(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_completeness(p_id bigint) RETURNS SETOF api_1.completeness
    LANGUAGE sql STABLE
    AS $$
  select q.id, q.code, q.name, (select n.name from kam.person n where n.id = q.owner_id), q.percent, q.missing
  from api_1.account_quality q
  where q.id = p_id
$$;

ALTER FUNCTION api_1.get_completeness(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_contact(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_contact(p_id bigint) RETURNS SETOF api_1.contact
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.contact_card c where c.id = p_id
$$;

ALTER FUNCTION api_1.get_contact(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_coverage(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_coverage(p_id bigint) RETURNS TABLE(as_of timestamp with time zone, reach kam.reach, known bigint, served bigint, per_mille integer, nodes_total bigint, nodes api_1.coverage_node[])
    LANGUAGE sql STABLE
    AS $$
  with tree as materialized (
    select a.id, a.depth - top.depth as depth, a.code, a.name, a.path, a.parent_id
    from kam.account top
    join kam.account a on a.root_id = top.root_id and starts_with(a.path, top.path)
    where top.id = p_id
  ), registered as (
    select t.id, t.path, count(*) as known, count(*) filter (where core.is_served(m.served_on, m.ended_on, core.today())) as served
    from tree t
    join kam.member m on m.account_id = t.id
    group by t.id, t.path
  ), summed as (
    select above.code, sum(r.known)::int8 as known, sum(r.served)::int8 as served
    from registered r
    cross join lateral string_to_table(rtrim(r.path, E'\x01'), E'\x01') above (code)
    group by above.code
  ), loose as (
    select t.parent_id as id, count(*) as accounts
    from tree t
    where not exists (select from kam.member m where m.member_account_id = t.id)
    group by t.parent_id
  ), node as (
    select t.path, row(t.id, t.depth, t.code, t.name, coalesce(r.known, 0), coalesce(r.served, 0), coalesce(s.known, 0), coalesce(s.served, 0),
      (1000 * s.served / s.known)::int4, coalesce(l.accounts, 0))::api_1.coverage_node as line
    from tree t
    left join registered r on r.id = t.id
    left join summed s on s.code = t.code
    left join loose l on l.id = t.id
  )
  select now(), core.reach()::kam.reach, coalesce(s.known, 0), coalesce(s.served, 0), (1000 * s.served / s.known)::int4,
    (select count(*) from tree), array(select n.line from node n order by n.path limit 1000)
  from tree top
  left join summed s on s.code = top.code
  where top.id = p_id
$$;

ALTER FUNCTION api_1.get_coverage(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_document(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_document(p_id bigint) RETURNS SETOF api_1.document
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.document_card c where c.id = p_id
$$;

ALTER FUNCTION api_1.get_document(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_interaction(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_interaction(p_id bigint) RETURNS SETOF api_1.interaction
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.interaction_card c where c.id = p_id
$$;

ALTER FUNCTION api_1.get_interaction(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_journal_head(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_journal_head() RETURNS TABLE(seq bigint, hash bytea, at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
  select h.seq, h.hash, nullif(h.at, '-infinity') from core.journal_head h
$$;

ALTER FUNCTION api_1.get_journal_head() OWNER TO kam_owner;

--
-- Name: get_request_outcome(bytea); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.get_request_outcome(p_request_id bytea) RETURNS TABLE(method text, accepted_at timestamp with time zone, subject_kind text, subject_id bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  perform pg_advisory_xact_lock(hashtextextended(encode(p_request_id, 'hex'), core.principal()));
  return query
    select r.method, r.accepted_at, r.subject_kind, r.subject_id from kam.request r
    where r.person_id = core.principal() and r.request_id = p_request_id;
end
$$;

ALTER FUNCTION api_1.get_request_outcome(p_request_id bytea) OWNER TO kam_api;

--
-- Name: get_role(text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_role(p_code text) RETURNS SETOF api_1.role_template
    LANGUAGE sql STABLE
    AS $$
  select r.code, r.name_zh, r.name_en, r.shipped,
    array(
      select row(a.name, case when core.language() = 'en' then a.en else a.zh end, x.scope, s.scope, l.role is not null)::api_1.role_right
      from kam.right_atom a
      left join kam.role_right x on x.role = r.code and x.right_name = a.name
      left join kam.role_shipped s on s.role = r.code and s.right_name = a.name
      left join kam.role_local l on l.role = r.code and l.right_name = a.name
      where coalesce(x.role, s.role, l.role) is not null
      order by a.family, a.name)
  from kam.role r where r.code = p_code
$$;

ALTER FUNCTION api_1.get_role(p_code text) OWNER TO kam_owner;

--
-- Name: get_session(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_session() RETURNS TABLE(person_id bigint, name text, login text, expires_at timestamp with time zone, posts api_1.held_post[], rights api_1.held_right[], second_factor boolean)
    LANGUAGE sql STABLE
    AS $$
  select n.id, n.name, n.login, s.expires_at,
    array(
      select row(p.id, p.name, u.name, c.name)::api_1.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id),
    array(
      select row(e.right_name, e.scope)::api_1.held_right
      from kam.effective_right e
      where e.person_id = n.id and e.valid_from <= now() and e.valid_to > now()
      order by e.right_name),
    exists (select from kam.second_factor f where f.person_id = n.id and f.confirmed_at is not null)
  from kam.session s
  join kam.person n on n.id = s.person_id
  where n.id = (select core.principal())
$$;

ALTER FUNCTION api_1.get_session() OWNER TO kam_owner;

--
-- Name: get_user(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_user(p_id bigint) RETURNS SETOF api_1."user"
    LANGUAGE sql STABLE
    AS $$
  select n.id, n.login, n.name, n.disabled_at is not null,
    array(
      select row(p.id, p.name, u.name, c.name)::api_1.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id), n.extension
  from kam.person n where n.id = p_id
$$;

ALTER FUNCTION api_1.get_user(p_id bigint) OWNER TO kam_owner;

--
-- Name: get_visit_plan(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.get_visit_plan(p_id bigint) RETURNS SETOF api_1.visit_plan
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.visit_plan_card c where c.id = p_id
$$;

ALTER FUNCTION api_1.get_visit_plan(p_id bigint) OWNER TO kam_owner;

--
-- Name: grant_rights(bigint, text[], bigint, date, date, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.grant_rights(p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) RETURNS api_1.deputy_grant
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_grant api_1.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.deputy_grant, v_reply);
  end if;
  v_id := core.make_grant(core.principal(), p_deputy_id, p_rights, p_unit_id, p_starts_on, p_ends_on, p_reason);
  select c.* into strict v_grant from api_1.grant_card c where c.id = v_id;
  perform core.accept('grant.create', 'grant', v_id, to_jsonb(v_grant), nullif(core.trimmed(p_reason), ''));
  return v_grant;
end
$$;

ALTER FUNCTION api_1.grant_rights(p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) OWNER TO kam_api;

--
-- Name: hand_over(bigint, bigint, bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.hand_over(p_from_id bigint, p_to_id bigint, p_account_id bigint, p_reason text) RETURNS api_1.handover
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8 := nextval('kam.handover_id_seq');
  v_seat record;
  v_unit_id int8;
  v_accounts int4;
  v_others int4;
  v_made api_1.handover;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.handover, v_reply);
  end if;
  if p_from_id = p_to_id then
    perform core.fail('handover_to_oneself', 'to_id');
  end if;
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  if not exists (select from kam.person n where n.id = p_from_id) then
    perform core.fail('not_found', 'from_id');
  end if;
  -- Where they were: the unit of the first account, of the post held otherwise.
  select coalesce(
      (select a.unit_id from kam.account a where a.owner_id = p_from_id and (p_account_id is null or a.id = p_account_id) order by a.id limit 1),
      (select s.unit_id from core.seat(p_from_id) s)) into v_unit_id;
  if v_unit_id is null or not core.reaches(p_from_id, v_unit_id, null) then
    perform core.fail('not_found', 'from_id');
  end if;
  select s.unit_id, s.company_id into v_seat from core.seat(p_to_id) s;
  if not found then
    perform core.fail('receiver_without_post', 'to_id');
  end if;
  if not core.reaches(p_to_id, v_seat.unit_id, null) then
    perform core.fail('account_owner_out_of_reach', 'to_id');
  end if;
  insert into kam.handover (id, from_id, to_id, account_id, owner_id, unit_id, reason, accounts, others, person_id, handed_at)
    values (v_id, p_from_id, p_to_id, p_account_id, p_from_id, v_unit_id, core.trimmed(p_reason), 0, 0, core.principal(), now());
  v_others := core.hand_references(v_id, p_from_id, p_to_id, p_account_id);
  v_accounts := core.hand_accounts(v_id, p_from_id, p_to_id, v_seat.unit_id, v_seat.company_id, p_account_id);
  if v_accounts + v_others = 0 then
    perform core.fail('nothing_to_hand_over', case when p_account_id is null then 'from_id' else 'account_id' end);
  end if;
  update kam.handover h set accounts = v_accounts, others = v_others where h.id = v_id;
  select c.* into strict v_made from api_1.handover_card c where c.id = v_id;
  perform core.accept('person.hand_over', 'handover', v_id, to_jsonb(v_made), core.trimmed(p_reason));
  return v_made;
end
$$;

ALTER FUNCTION api_1.hand_over(p_from_id bigint, p_to_id bigint, p_account_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: leave_contact(bigint, date, bigint, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.leave_contact(p_id bigint, p_left_on date, p_successor_id bigint, p_went_to text, p_note text) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_contact kam.contact;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  select c.* into v_contact from kam.contact c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_contact.erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_contact.erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if p_left_on is null then
    perform core.fail('required', 'left_on');
  end if;
  if exists (select from kam.departure d where d.contact_id = p_id and d.returned_on is null) then
    perform core.fail('contact_already_left', 'id');
  end if;
  if p_left_on > core.today() or exists (select from kam.departure d where d.contact_id = p_id and d.returned_on > p_left_on) then
    perform core.fail('departure_dates', 'left_on');
  end if;
  if p_successor_id is not null then
    -- Locked, so that the successor cannot leave at this moment.
    perform from kam.contact c
      where c.id = p_successor_id and c.account_id = v_contact.account_id and c.id <> p_id and c.erased_at is null
        and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
      for no key update;
    if not found then
      perform core.fail('departure_successor_unknown', 'successor_id');
    end if;
    if v_contact.key_person then
      update kam.contact c set key_person = true where c.id = p_successor_id and not c.key_person;
    end if;
  end if;
  insert into kam.departure (contact_id, account_id, left_on, successor_id, went_to, note, owner_id, unit_id, company_id)
    values (p_id, v_contact.account_id, p_left_on, p_successor_id, core.trimmed(p_went_to), coalesce(p_note, ''),
      v_contact.owner_id, v_contact.unit_id, v_contact.company_id);
  -- What the answer shows has changed, so the etag does.
  update kam.contact c set revision = c.revision + 1 where c.id = p_id;
  select c.* into strict v_made from api_1.contact_card c where c.id = p_id;
  perform core.accept('contact.leave', 'contact', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.leave_contact(p_id bigint, p_left_on date, p_successor_id bigint, p_went_to text, p_note text) OWNER TO kam_api;

--
-- Name: lend_document(bigint, bigint, date, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.lend_document(p_document_id bigint, p_borrower_id bigint, p_due_on date, p_purpose text) RETURNS api_1.loan
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_id int8;
  v_made api_1.loan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.loan, v_reply);
  end if;
  if p_due_on is null then
    perform core.fail('required', 'due_on');
  end if;
  v_document := core.lock_document(p_document_id, 'document_id', '{kept,uploading}', 'document_state');
  if v_document.place = '' then
    perform core.fail('document_no_original', 'document_id');
  end if;
  if p_due_on not between core.today() and core.today() + 366 then
    perform core.fail('due_on_range', 'due_on');
  end if;
  v_id := nextval('kam.document_loan_id_seq');
  insert into kam.document_loan (id, document_id, account_id, borrower_id, purpose, due_on, owner_id, unit_id, company_id)
    values (v_id, p_document_id, v_document.account_id, coalesce(p_borrower_id, core.principal()), core.trimmed(p_purpose), p_due_on,
      v_document.owner_id, v_document.unit_id, v_document.company_id);
  select c.* into strict v_made from api_1.loan_card c where c.id = v_id;
  perform core.accept('document.lend', 'document', p_document_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.lend_document(p_document_id bigint, p_borrower_id bigint, p_due_on date, p_purpose text) OWNER TO kam_api;

--
-- Name: list_accesses(text, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_accesses(p_subject_kind text, p_subject_id bigint) RETURNS SETOF api_1.access
    LANGUAGE sql STABLE
    AS $$
  select a.person_id, n.name, a.act, a.outcome, a.changed, a.times, a.first_at, a.last_at, a.last_seq, a.reason
  from (
    select x.person_id, x.act, x.outcome, bool_or(x.changed) as changed, count(*) as times, min(x.at) as first_at, max(x.at) as last_at,
      max(x.seq) as last_seq, (array_agg(x.reason order by x.seq desc))[1] as reason
    from (
      select j.person_id, j.act, j.outcome, j.digest <> decode(repeat('00', 32), 'hex') as changed, j.at, j.seq, j.reason
      from kam.journal j
      where j.subject_kind = p_subject_kind and j.subject_id = p_subject_id and j.seq is not null
      union all
      select j.person_id, j.act, j.outcome, false, j.at, j.seq, j.reason
      from kam.disclosure d join kam.journal j on j.id = d.journal_id and j.at = d.at and j.seq is not null
      where d.kind = p_subject_kind and d.record_ids @> array[p_subject_id]
        -- Who asked whether there is a file does not find out here which one it is.
        and (j.act <> 'account.check' or j.person_id <> core.principal())) x
    group by x.person_id, x.act, x.outcome
    order by max(x.seq) desc
    limit 200) a
  left join lateral (select p.name from kam.person p where p.id = a.person_id offset 0) n on true
  order by a.last_seq desc
$$;

ALTER FUNCTION api_1.list_accesses(p_subject_kind text, p_subject_id bigint) OWNER TO kam_owner;

--
-- Name: list_accounts(integer, bigint, bigint, bigint, kam.account_kind, kam.account_state, text, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text DEFAULT NULL::text, p_tag text DEFAULT NULL::text) RETURNS SETOF api_1.account_summary
    LANGUAGE sql STABLE
    AS $$
  select l.id, l.code, l.name, l.kind, l.state, l.industry, l.region, l.parent_id, l.owner_id, o.name, l.updated_at, l.grade
  from (
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is not null
       and a.parent_id = p_parent_id and a.id > (select coalesce(p_after_id, 0))
       and (p_owner_id is null or a.owner_id = p_owner_id)
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
    union all
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is null and (p_owner_id is not null or (select core.reach()) = 'own')
       and a.owner_id = (select coalesce(p_owner_id, core.principal())) and a.id > (select coalesce(p_after_id, 0))
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
    union all
    (select a.id, a.code, a.name, a.kind, a.state, a.industry, a.region, a.parent_id, a.owner_id, a.updated_at, a.grade
     from kam.account a
     where p_parent_id is null and p_owner_id is null and (select core.reach()) <> 'own'
       and a.id > (select coalesce(p_after_id, 0))
       and (p_kind is null or a.kind = p_kind) and (p_state is null or a.state = p_state) and (p_region is null or a.region = p_region)
       and (p_grade is null or a.grade = p_grade) and (p_tag is null or p_tag = any (a.tags))
     order by a.id limit p_limit)
  ) l
  -- A look-up for each row of the page: the planner, who does not know how short a page is, would read the whole table of persons.
  left join lateral (select n.name from kam.person n where n.id = l.owner_id offset 0) o on true
  order by l.id
$$;

ALTER FUNCTION api_1.list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text, p_tag text) OWNER TO kam_owner;

--
-- Name: list_assignments(integer, bigint, bigint, bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date) RETURNS SETOF api_1.post_holder
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.post_holder_card c
  where c.assignment_id > (select coalesce(p_after_assignment_id, 0)) and (p_person_id is null or c.person_id = p_person_id)
    and (p_post_id is null or c.post_id = p_post_id)
    and (p_on_day is null or (c.starts_on <= p_on_day and (c.ends_on is null or c.ends_on >= p_on_day)))
  order by c.assignment_id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date) OWNER TO kam_owner;

--
-- Name: list_care_dates(date, integer); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_care_dates(p_from date, p_days integer) RETURNS SETOF api_1.coming_date
    LANGUAGE sql STABLE
    AS $$
  with span as (
    select coalesce(p_from, core.today()) as begins, coalesce(p_from, core.today()) + least(greatest(coalesce(nullif(p_days, 0), 30), 1), 366) as ends
  )
  select x.day, x.label, x.birthday, c.id, c.name, c.service_grade, c.preferred_channel, c.account_id, core.account_name(c.account_id)
  from (
    select core.next_occurrence(('2000-' || right(b.birthday_masked, 5))::date, s.begins) as day, '' as label, true as birthday, b.id as contact_id, 0::int8 as id
    from span s
    cross join kam.contact b
    where b.birthday_masked <> ''
    union all
    select case when d.yearly then core.next_occurrence(d.day, greatest(s.begins, d.day)) else d.day end, d.label, false, d.contact_id, d.id
    from span s
    cross join kam.care_date d) x
  cross join span s
  join kam.contact c on c.id = x.contact_id
  where x.day >= s.begins and x.day < s.ends
    and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
  order by x.day, c.id, x.id
  limit 1000
$$;

ALTER FUNCTION api_1.list_care_dates(p_from date, p_days integer) OWNER TO kam_owner;

--
-- Name: list_certificates(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint) RETURNS SETOF api_1.certificate_name
    LANGUAGE sql STABLE
    AS $$
  select c.id, c.name, n.id, n.login, n.name, n.service, c.created_at
  from kam.certificate_name c join kam.person n on n.id = c.person_id
  where c.id > (select coalesce(p_after_id, 0)) and (p_person_id is null or c.person_id = p_person_id)
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint) OWNER TO kam_owner;

--
-- Name: list_changes(integer, bigint, bigint, kam.change_request_state, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint) RETURNS SETOF api_1.change_request
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.change_request_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_account_id is null or c.account_id = p_account_id)
    and (p_state is null or c.state = p_state) and (p_proposer_id is null or c.proposer_id = p_proposer_id)
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint) OWNER TO kam_owner;

--
-- Name: list_changes_to_decide(integer, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_changes_to_decide(p_limit integer, p_after_id bigint) RETURNS SETOF api_1.change_request
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.change_request_card c
  where c.id > (select coalesce(p_after_id, 0)) and c.state = 'open' and c.proposer_id <> (select core.principal())
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_changes_to_decide(p_limit integer, p_after_id bigint) OWNER TO kam_owner;

--
-- Name: list_collaborators(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint) RETURNS SETOF api_1.collaborator
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.collaborator_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: list_contacts(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint) RETURNS SETOF api_1.contact
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.contact_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: list_departures(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_departures(p_account_id bigint) RETURNS SETOF api_1.departure
    LANGUAGE sql STABLE
    AS $$
  select d.id, d.contact_id, c.name, d.left_on, d.returned_on, d.successor_id, coalesce(s.name, ''), d.went_to, d.note
  from kam.departure d
  join kam.contact c on c.id = d.contact_id
  left join kam.contact s on s.id = d.successor_id
  where d.account_id = p_account_id
  order by d.left_on desc, d.id desc
  limit 1000
$$;

ALTER FUNCTION api_1.list_departures(p_account_id bigint) OWNER TO kam_owner;

--
-- Name: list_documents(integer, bigint, bigint, kam.document_kind); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind) RETURNS SETOF api_1.document
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    (select d.id from kam.document d
     where p_account_id is not null
       and d.account_id = p_account_id and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
    union all
    (select d.id from kam.document d
     where p_account_id is null and (select core.reach()) = 'own'
       and d.owner_id = (select core.principal()) and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
    union all
    (select d.id from kam.document d
     where p_account_id is null and (select core.reach()) <> 'own'
       and d.id < (select coalesce(p_after_id, 9223372036854775807))
       and d.state = 'kept' and (p_kind is null or d.kind = p_kind)
     order by d.id desc limit p_limit)
  ) l
  join lateral (select x.* from api_1.document_card x where x.id = l.id offset 0) c on true
  order by l.id desc
$$;

ALTER FUNCTION api_1.list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind) OWNER TO kam_owner;

--
-- Name: list_duplicates(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.list_duplicates(p_limit integer, p_after_account_id bigint, p_after_other_id bigint) RETURNS SETOF api_1.duplicate
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return query
    with key as materialized (
      select a.id, 2 as rank, 'name ' || core.name_key(a.name) as key from kam.account a
      union all
      select a.id, 3, 'name ' || core.name_key(a.short_name) from kam.account a where a.short_name <> ''
      union all
      select a.id, 4, 'name ' || core.name_key(f) from kam.account a, unnest(a.former_names) f where a.former_names <> '{}'
      union all
      select i.account_id, 1, 'number ' || regexp_replace(i.value, '[^0-9A-Z]', '', 'g') from kam.account_identifier i
    ), shared as (
      select k.key from key k where k.key <> 'name ' group by k.key having min(k.id) < max(k.id)
    ), pair as (
      select k.id, o.id as other_id, min(greatest(k.rank, o.rank)) as rank
      from shared s join key k on k.key = s.key join key o on o.key = s.key and o.id > k.id
      group by k.id, o.id
    ), page as (
      select p.* from pair p
      where (p_after_account_id is null or (p.id, p.other_id) > (p_after_account_id, p_after_other_id))
        and not exists (select from kam.distinct_pair d where d.account_id in (p.id, p.other_id) and d.other_id in (p.id, p.other_id) and d.account_id <> d.other_id)
      order by p.id, p.other_id
      limit p_limit)
    select p.id, a.code, a.name, n.name, p.other_id, b.code, b.name, m.name,
      ('{identifier,name,short_name,former_name}'::kam.match_source[])[p.rank]
    from page p
    join kam.account a on a.id = p.id join kam.person n on n.id = a.owner_id
    join kam.account b on b.id = p.other_id join kam.person m on m.id = b.owner_id
    order by p.id, p.other_id;
end
$$;

ALTER FUNCTION api_1.list_duplicates(p_limit integer, p_after_account_id bigint, p_after_other_id bigint) OWNER TO kam_api;

--
-- Name: list_expiring_documents(integer, date, bigint, integer, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint) RETURNS SETOF api_1.document
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    select d.id, d.expires_on from kam.document d
    where d.state = 'kept' and d.expires_on is not null
      and d.expires_on <= (select core.today() + least(greatest(coalesce(p_within_days, 30), 0), 3660))
      and (p_account_id is null or d.account_id = p_account_id)
      and (d.expires_on, d.id) > ((select coalesce(p_after_expires_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by d.expires_on, d.id
    limit p_limit) l
  join lateral (select x.* from api_1.document_card x where x.id = l.id offset 0) c on true
  order by l.expires_on, l.id
$$;

ALTER FUNCTION api_1.list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: list_grades(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_grades() RETURNS SETOF api_1.grade
    LANGUAGE sql STABLE
    AS $$
  select g.code, g.name, g.rank, g.criteria, g.kinds, g.scale_min, g.annual_output_min, g.stale_days, g.visit_days
  from kam.grade g
  order by g.rank
  limit 100
$$;

ALTER FUNCTION api_1.list_grades() OWNER TO kam_owner;

--
-- Name: list_grants(integer, bigint, bigint, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean) RETURNS SETOF api_1.deputy_grant
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.grant_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_person_id is null or p_person_id in (c.grantor_id, c.deputy_id))
    and (not coalesce(p_current_only, false) or core.today() between c.starts_on and c.ends_on)
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean) OWNER TO kam_owner;

--
-- Name: list_handovers(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint) RETURNS SETOF api_1.handover
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.handover_card c
  where c.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_person_id is null or c.from_id = p_person_id or c.to_id = p_person_id)
  order by c.id desc
  limit p_limit
$$;

ALTER FUNCTION api_1.list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint) OWNER TO kam_owner;

--
-- Name: list_holders(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_holders(p_post_id bigint, p_on_day date) RETURNS SETOF api_1.post_holder
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.post_holder_card c
  where c.post_id = p_post_id and c.starts_on <= (select coalesce(p_on_day, core.today()))
    and (c.ends_on is null or c.ends_on >= (select coalesce(p_on_day, core.today())))
  order by c.starts_on, c.assignment_id
  limit 1000
$$;

ALTER FUNCTION api_1.list_holders(p_post_id bigint, p_on_day date) OWNER TO kam_owner;

--
-- Name: list_incomplete(integer, bigint, bigint, kam.account_kind, kam.account_fact); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact) RETURNS SETOF api_1.completeness
    LANGUAGE sql STABLE
    AS $$
  select q.id, q.code, q.name, (select n.name from kam.person n where n.id = q.owner_id), q.percent, q.missing
  from api_1.account_quality q
  where q.id > (select coalesce(p_after_id, 0)) and (p_owner_id is null or q.owner_id = p_owner_id) and (p_kind is null or q.kind = p_kind)
    and q.missing <> '{}' and (p_missing is null or p_missing = any (q.missing))
  order by q.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact) OWNER TO kam_owner;

--
-- Name: list_interactions(integer, bigint, bigint, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean) RETURNS SETOF api_1.interaction
    LANGUAGE sql STABLE
    AS $$
  select l.id, l.account_id, a.name, l.contact_id, l.channel, l.direction, l.occurred_at, l.topic, l.outcome, l.next_step,
    l.next_step_on, l.needs_answer, l.answered_at, l.answer, l.person_id, n.name,
    l.ended_at, '{}'::api_1.participant[], '{}'::api_1.visitor[], '{}'::api_1.record_link[], l.next_step_done_at, l.next_step_result,
    case when l.needs_answer and l.answered_at is null then core.days_since(l.occurred_at) end, null::int8, l.confidentiality
  from (
    (select i.* from api_1.interaction_shown i
     where p_account_id is not null
       and i.account_id = p_account_id and i.id < (select coalesce(p_after_id, 9223372036854775807))
       and (not p_unanswered_only or (i.needs_answer and i.answered_at is null))
     order by i.id desc limit p_limit)
    union all
    (select i.* from api_1.interaction_shown i
     where p_account_id is null and p_unanswered_only
       and i.needs_answer and i.answered_at is null and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
    union all
    (select i.* from api_1.interaction_shown i
     where p_account_id is null and not p_unanswered_only and (select core.reach()) = 'own'
       and i.owner_id = (select core.principal()) and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
    union all
    (select i.* from api_1.interaction_shown i
     where p_account_id is null and not p_unanswered_only and (select core.reach()) <> 'own'
       and i.id < (select coalesce(p_after_id, 9223372036854775807))
     order by i.id desc limit p_limit)
  ) l
  -- Look-ups for each row of the page: the planner, who does not know how short a page is, would read the whole tables.
  left join lateral (select x.name from kam.account x where x.id = l.account_id offset 0) a on true
  left join lateral (select x.name from kam.person x where x.id = l.person_id offset 0) n on true
  order by l.id desc
$$;

ALTER FUNCTION api_1.list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean) OWNER TO kam_owner;

--
-- Name: list_journal_records(integer, bigint, text, bigint, bigint, timestamp with time zone, timestamp with time zone, text, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean) RETURNS SETOF api_1.journal_record
    LANGUAGE sql STABLE
    AS $$
  select j.seq, j.id, j.at, j.outcome, j.person_id, n.name, j.principal_id, j.origin, j.method, j.act, j.right_name, j.subject_kind, j.subject_id,
    j.reason, j.act_id, j.request_id, j.digest, j.hash, j.salt, null::bytea
  from (
    (select x.* from kam.journal x
     where p_subject_id is not null
       and x.subject_kind = p_subject_kind and x.subject_id = p_subject_id and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_person_id is null or x.person_id = p_person_id) and (p_act is null or x.act = p_act) and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
    union all
    (select x.* from kam.journal x
     where p_subject_id is null and p_person_id is not null
       and x.person_id = p_person_id and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_subject_kind is null or x.subject_kind = p_subject_kind) and (p_act is null or x.act = p_act)
       and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
    union all
    (select x.* from kam.journal x
     where p_subject_id is null and p_person_id is null
       and x.seq < (select coalesce(p_after_seq, 9223372036854775807))
       and x.at >= (select coalesce(p_since, '-infinity')) and x.at < (select coalesce(p_until, 'infinity'))
       and (p_subject_kind is null or x.subject_kind = p_subject_kind) and (p_act is null or x.act = p_act)
       and (not p_denied_only or x.outcome = 'denied')
     order by x.seq desc limit p_limit)
  ) j
  left join lateral (select p.name from kam.person p where p.id = j.person_id offset 0) n on true
  order by j.seq desc
$$;

ALTER FUNCTION api_1.list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean) OWNER TO kam_owner;

--
-- Name: list_key_persons(integer, bigint, bigint, kam.contact_role); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role) RETURNS SETOF api_1.key_person
    LANGUAGE sql STABLE
    AS $$
  select l.id, l.name, l.role, l.title, l.service_grade, l.account_id, core.account_name(l.account_id)
  from (
    (select c.id, c.name, c.role, c.title, c.service_grade, c.account_id
     from kam.contact c
     where p_account_id is null
       and c.key_person and c.id > (select coalesce(p_after_id, 0)) and (p_role is null or c.role = p_role)
       and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
     order by c.id limit p_limit)
    union all
    (select c.id, c.name, c.role, c.title, c.service_grade, c.account_id
     from kam.account top
     join kam.account a on a.root_id = top.root_id and starts_with(a.path, top.path)
     join kam.contact c on c.account_id = a.id
     where p_account_id is not null
       and top.id = p_account_id and c.key_person and c.id > (select coalesce(p_after_id, 0)) and (p_role is null or c.role = p_role)
       and not exists (select from kam.departure d where d.contact_id = c.id and d.returned_on is null)
     order by c.id limit p_limit)
  ) l
  order by l.id
$$;

ALTER FUNCTION api_1.list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role) OWNER TO kam_owner;

--
-- Name: list_loans(integer, date, bigint, bigint, boolean, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean) RETURNS SETOF api_1.loan
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is not null and l.document_id = p_document_id
       and (not p_open_only and not p_overdue_only or l.returned_at is null) and (not p_overdue_only or l.due_on < (select core.today()))
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
    union all
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is null and (p_open_only or p_overdue_only)
       and l.returned_at is null and (not p_overdue_only or l.due_on < (select core.today()))
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
    union all
    (select l.id, l.due_on from kam.document_loan l
     where p_document_id is null and not p_open_only and not p_overdue_only
       and (l.due_on, l.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
     order by l.due_on, l.id limit p_limit)
  ) w
  join lateral (select x.* from api_1.loan_card x where x.id = w.id offset 0) c on true
  order by w.due_on, w.id
$$;

ALTER FUNCTION api_1.list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean) OWNER TO kam_owner;

--
-- Name: list_members(integer, bigint, bigint, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean) RETURNS SETOF api_1.member
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.member_card c
  where c.account_id = p_account_id and c.id > (select coalesce(p_after_id, 0))
    and (p_unserved_only is not true or not core.is_served(c.served_on, c.ended_on, core.today()))
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean) OWNER TO kam_owner;

--
-- Name: list_merges(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_merges(p_limit integer, p_after_id bigint, p_account_id bigint) RETURNS SETOF api_1.merge
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.merge_card c
  where c.account_id = p_account_id and c.id < (select coalesce(p_after_id, 9223372036854775807))
  order by c.id desc
  limit p_limit
$$;

ALTER FUNCTION api_1.list_merges(p_limit integer, p_after_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: list_misgraded(integer, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_misgraded(p_limit integer, p_after_id bigint) RETURNS SETOF api_1.misgraded_account
    LANGUAGE sql STABLE
    AS $$
  select a.id, a.code, a.name, a.kind, a.scale, a.annual_output, a.grade, f.fitting
  from kam.account a
  cross join lateral (select core.fitting_grade(a.kind, a.scale, a.annual_output) as fitting offset 0) f
  where a.id > (select coalesce(p_after_id, 0))
    and a.grade <> f.fitting and (f.fitting <> '' or core.grade_is_measured(a.grade))
  order by a.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_misgraded(p_limit integer, p_after_id bigint) OWNER TO kam_owner;

--
-- Name: list_next_steps(integer, date, bigint, date, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint) RETURNS SETOF api_1.interaction
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    select i.id, i.next_step_on from kam.interaction i
    where i.next_step_on is not null and i.next_step_done_at is null
      and i.next_step_on <= (select coalesce(p_until_on, core.today() + 7))
      and (p_owner_id is null or i.owner_id = p_owner_id)
      and (i.next_step_on, i.id) > ((select coalesce(p_after_next_step_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by i.next_step_on, i.id
    limit p_limit) l
  join lateral (select x.* from api_1.interaction_line x where x.id = l.id offset 0) c on true
  order by l.next_step_on, l.id
$$;

ALTER FUNCTION api_1.list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint) OWNER TO kam_owner;

--
-- Name: list_notices(integer, bigint, boolean); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_notices(p_limit integer, p_after_id bigint, p_read boolean) RETURNS SETOF api_1.notice
    LANGUAGE sql STABLE
    AS $$
  select n.id, n.at, n.kind, core.filled(case core.language() when 'en' then k.en else k.zh end, n.args), n.subject_kind, n.subject_id,
    case when n.subject_id is not null then core.notice_subject(n.subject_kind, n.subject_id) end, n.read_at
  from kam.notice n
  left join lateral (select x.zh, x.en from core.notice_kind x where x.kind = n.kind offset 0) k on true
  where n.person_id = (select core.principal()) and n.id < (select coalesce(p_after_id, 9223372036854775807)) and (p_read or n.read_at is null)
  order by n.id desc
  limit p_limit
$$;

ALTER FUNCTION api_1.list_notices(p_limit integer, p_after_id bigint, p_read boolean) OWNER TO kam_owner;

--
-- Name: list_overdue_visits(integer, date, bigint, integer, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint) RETURNS SETOF api_1.overdue_visit
    LANGUAGE sql STABLE
    AS $$
  select l.id, l.code, l.name, l.grade, l.owner_id, (select n.name from kam.person n where n.id = l.owner_id), l.last_visit_on, l.due_on,
    greatest(core.today() - l.due_on, 0),
    (select min(p.planned_on) from kam.visit_plan p where p.account_id = l.id and p.state = 'planned')
  from (
    select d.* from api_1.visit_due d
    where d.due_on < (select core.today() + least(greatest(p_within_days, 0), 3660))
      and (p_owner_id is null or d.owner_id = p_owner_id)
      and (d.due_on, d.id) > ((select coalesce(p_after_due_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by d.due_on, d.id
    limit p_limit) l
  order by l.due_on, l.id
$$;

ALTER FUNCTION api_1.list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint) OWNER TO kam_owner;

--
-- Name: list_posts(integer, bigint, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint) RETURNS SETOF api_1.post
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.post_card c
  where c.id > (select coalesce(p_after_id, 0)) and (p_unit_id is null or c.unit_id = p_unit_id)
  order by c.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint) OWNER TO kam_owner;

--
-- Name: list_requirements(kam.account_kind); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_requirements(p_kind kam.account_kind) RETURNS SETOF api_1.requirement
    LANGUAGE sql STABLE
    AS $$
  select r.kind, r.fact, r.weight
  from kam.requirement r
  where p_kind is null or r.kind = p_kind
  order by r.kind, r.fact
  limit 1000
$$;

ALTER FUNCTION api_1.list_requirements(p_kind kam.account_kind) OWNER TO kam_owner;

--
-- Name: list_rights(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_rights() RETURNS SETOF api_1.right_atom
    LANGUAGE sql STABLE
    AS $$
  select a.name, case when core.language() = 'en' then a.en else a.zh end, a.family, a.shared
  from kam.right_atom a
  order by a.family, a.name
  limit 1000
$$;

ALTER FUNCTION api_1.list_rights() OWNER TO kam_owner;

--
-- Name: list_role_differences(text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_role_differences(p_role text) RETURNS SETOF api_1.role_difference
    LANGUAGE sql STABLE
    AS $$
  select l.role, l.right_name, l.scope, s.scope
  from kam.role_local l
  left join kam.role_shipped s on s.role = l.role and s.right_name = l.right_name
  where l.scope is distinct from s.scope and (p_role is null or l.role = p_role)
  order by l.role, l.right_name
  limit 1000
$$;

ALTER FUNCTION api_1.list_role_differences(p_role text) OWNER TO kam_owner;

--
-- Name: list_roles(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_roles() RETURNS SETOF api_1.role
    LANGUAGE sql STABLE
    AS $$
  select r.code, case when core.language() = 'en' then r.name_en else r.name_zh end,
    array(
      select row(x.right_name, x.scope)::api_1.held_right from kam.role_right x where x.role = r.code order by x.right_name)
  from kam.role r
  order by r.code
  limit 1000
$$;

ALTER FUNCTION api_1.list_roles() OWNER TO kam_owner;

--
-- Name: list_sessions(); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.list_sessions() RETURNS SETOF api_1.open_session
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return query select (row(s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current)::api_1.open_session).*
    from auth.sessions_of(core.principal()) s;
end
$$;

ALTER FUNCTION api_1.list_sessions() OWNER TO kam_api;

--
-- Name: list_stale(integer, timestamp with time zone, bigint, bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text) RETURNS SETOF api_1.stale_account
    LANGUAGE sql STABLE
    AS $$
  select a.id, a.code, a.name, a.grade, (select n.name from kam.person n where n.id = a.owner_id), a.confirmed_at,
    floor(extract(epoch from now() - a.confirmed_at) / 86400)::int4 - g.stale_days
  from kam.account a
  cross join lateral (select x.stale_days from kam.grade x where x.code = a.grade offset 0) g
  where (a.confirmed_at, a.id) > ((select coalesce(p_after_confirmed_at, '-infinity')), (select coalesce(p_after_id, 0)))
    and a.confirmed_at <= (select now() - make_interval(days => min(x.stale_days)) from kam.grade x)
    and a.confirmed_at <= now() - make_interval(days => g.stale_days)
    and (p_owner_id is null or a.owner_id = p_owner_id) and (p_grade is null or a.grade = p_grade)
  order by a.confirmed_at, a.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text) OWNER TO kam_owner;

--
-- Name: list_unanswered(integer, timestamp with time zone, bigint, bigint, integer); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer) RETURNS SETOF api_1.interaction
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    select i.id, i.occurred_at from kam.interaction i
    where i.needs_answer and i.answered_at is null
      and (p_account_id is null or i.account_id = p_account_id)
      and i.occurred_at < (select case when p_days_min > 0 then core.day_begins(core.today() + 1 - least(p_days_min, 3660)) else 'infinity' end)
      and (i.occurred_at, i.id) > ((select coalesce(p_after_occurred_at, '-infinity')), (select coalesce(p_after_id, 0)))
    order by i.occurred_at, i.id
    limit p_limit) l
  join lateral (select x.* from api_1.interaction_line x where x.id = l.id offset 0) c on true
  order by l.occurred_at, l.id
$$;

ALTER FUNCTION api_1.list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer) OWNER TO kam_owner;

--
-- Name: list_units(); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_units() RETURNS SETOF api_1.unit
    LANGUAGE sql STABLE
    AS $$
  select c.* from api_1.unit_card c join kam.unit u on u.id = c.id
  order by u.path
  limit 1000
$$;

ALTER FUNCTION api_1.list_units() OWNER TO kam_owner;

--
-- Name: list_user_sessions(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.list_user_sessions(p_id bigint) RETURNS SETOF api_1.open_session
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return query select (row(s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.is_current)::api_1.open_session).*
    from auth.sessions_of(p_id) s;
end
$$;

ALTER FUNCTION api_1.list_user_sessions(p_id bigint) OWNER TO kam_api;

--
-- Name: list_users(integer, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_users(p_limit integer, p_after_id bigint) RETURNS SETOF api_1."user"
    LANGUAGE sql STABLE
    AS $$
  select n.id, n.login, n.name, n.disabled_at is not null,
    array(
      select row(p.id, p.name, u.name, c.name)::api_1.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id), n.extension
  from kam.person n
  where n.id > (select coalesce(p_after_id, 0))
  order by n.id
  limit p_limit
$$;

ALTER FUNCTION api_1.list_users(p_limit integer, p_after_id bigint) OWNER TO kam_owner;

--
-- Name: list_visit_plans(integer, date, bigint, bigint, bigint, kam.visit_plan_state, date, date); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date) RETURNS SETOF api_1.visit_plan
    LANGUAGE sql STABLE
    AS $$
  select c.*
  from (
    select p.id, p.planned_on from kam.visit_plan p
    where (p_account_id is null or p.account_id = p_account_id)
      and (p_person_id is null or p.person_id = p_person_id)
      and (p_state is null or p.state = p_state)
      and (p_from_on is null or p.planned_on >= p_from_on)
      and (p_until_on is null or p.planned_on <= p_until_on)
      and (p.planned_on, p.id) > ((select coalesce(p_after_planned_on, '-infinity')), (select coalesce(p_after_id, 0)))
    order by p.planned_on, p.id
    limit p_limit) l
  join lateral (select x.* from api_1.visit_plan_card x where x.id = l.id offset 0) c on true
  order by l.planned_on, l.id
$$;

ALTER FUNCTION api_1.list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date) OWNER TO kam_owner;

--
-- Name: list_visitors(integer, bigint, bigint, date, date); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date) RETURNS SETOF api_1.visitor_entry
    LANGUAGE sql STABLE
    AS $$
  select v.id, v.name, v.organisation, v.title, v.account_id, (select a.name from kam.account a where a.id = v.account_id), v.interaction_id,
    i.channel, i.occurred_at, i.ended_at, (select n.name from kam.person n where n.id = i.person_id), v.contact_id
  from kam.interaction_visitor v
  join lateral (
    select x.channel, x.occurred_at, x.ended_at, x.person_id from kam.interaction x
    where x.id = v.interaction_id and (p_from_on is null or x.occurred_at >= core.day_begins(p_from_on))
      and (p_until_on is null or x.occurred_at < core.day_begins(p_until_on + 1))
    offset 0) i on true
  where v.id < (select coalesce(p_after_id, 9223372036854775807))
    and (p_account_id is null or v.account_id = p_account_id)
  order by v.id desc
  limit p_limit
$$;

ALTER FUNCTION api_1.list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date) OWNER TO kam_owner;

--
-- Name: mark_notices_read(bigint[], bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.mark_notices_read(p_ids bigint[], p_up_to_id bigint) RETURNS TABLE(marked integer, unread integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if coalesce(cardinality(p_ids), 0) = 0 and p_up_to_id is null then
    perform core.fail('required', 'ids');
  end if;
  update kam.notice n set read_at = now() where n.read_at is null and (n.id = any (p_ids) or n.id <= p_up_to_id);
  get diagnostics marked = row_count;
  select count(*) into unread from kam.notice n where n.read_at is null;
  return next;
end
$$;

ALTER FUNCTION api_1.mark_notices_read(p_ids bigint[], p_up_to_id bigint) OWNER TO kam_api;

--
-- Name: merge_account(bigint, bigint, text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.merge_account(p_id bigint, p_into_id bigint, p_reason text, p_etag text) RETURNS api_1.merge
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_gone record;
  v_kept record;
  v_merge_id int8;
  v_made api_1.merge;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.merge, v_reply);
  end if;
  perform core.lock_account_tree();
  select a.revision, a.path, a.confidentiality into v_gone from kam.account a where a.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if p_id = p_into_id then
    perform core.fail('merge_into_itself', 'into_id');
  end if;
  perform core.check_etag(p_etag, v_gone.revision);
  select a.path, a.confidentiality into v_kept from kam.account a where a.id = p_into_id for update;
  if not found then
    perform core.fail('merge_into_unknown', 'into_id');
  end if;
  if starts_with(v_kept.path, v_gone.path) then
    perform core.fail('merge_into_below', 'into_id');
  end if;
  -- Everything that hangs on the file is read as the class of the one that stays allows.
  if v_gone.confidentiality > v_kept.confidentiality then
    perform core.fail('merge_lowers_class', 'into_id');
  end if;
  v_merge_id := core.merge_accounts(p_id, p_into_id, core.trimmed(p_reason));
  update kam.account a set revision = a.revision + 1, updated_at = now() where a.id = p_into_id;
  select c.* into strict v_made from api_1.merge_card c where c.id = v_merge_id;
  perform core.accept('account.merge', 'account', p_into_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.merge_account(p_id bigint, p_into_id bigint, p_reason text, p_etag text) OWNER TO kam_api;

--
-- Name: names_of(bigint[]); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.names_of(p_person_ids bigint[]) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
  select array(select n.name from unnest(p_person_ids) with ordinality x (id, o) join kam.person n on n.id = x.id order by x.o)
$$;

ALTER FUNCTION api_1.names_of(p_person_ids bigint[]) OWNER TO kam_owner;

--
-- Name: plan_due_visits(date, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.plan_due_visits(p_until_on date, p_owner_id bigint) RETURNS api_1.planned_visits
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  c_visits_max constant int4 := 500;
  v_reply jsonb := core.begin_write();
  v_made api_1.planned_visits;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.planned_visits, v_reply);
  end if;
  perform core.planned_visit_day(p_until_on, 'until_on');
  -- Two who plan at the same time do not both plan the same visit.
  perform pg_advisory_xact_lock(hashtextextended('kam.visit_plan', 0));
  insert into kam.visit_plan (account_id, planned_on, person_id, purpose, created_by, owner_id, unit_id, company_id)
    select d.id, greatest(d.due_on, core.today()), d.owner_id, '', core.principal(), d.owner_id, d.unit_id, d.company_id
    from api_1.visit_due d
    where d.due_on <= p_until_on and (p_owner_id is null or d.owner_id = p_owner_id)
      and not exists (select from kam.visit_plan p where p.account_id = d.id and p.state = 'planned')
    order by d.due_on, d.id
    limit c_visits_max;
  get diagnostics v_made.planned = row_count;
  v_made.more := v_made.planned = c_visits_max;
  perform core.accept('visit_plan.plan', 'visit_plan', null, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.plan_due_visits(p_until_on date, p_owner_id bigint) OWNER TO kam_api;

--
-- Name: propose_change(api_1.account, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.propose_change(p_account api_1.account, p_update_mask text[], p_reason text) RETURNS api_1.change_request
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_old kam.account;
  v_new kam.account;
  v_before jsonb;
  v_after jsonb;
  v_made api_1.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.change_request, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,short_name,former_names,kind,industry,region,address,parent_id,scale,annual_output,grade}');
  perform core.require(core.trimmed(p_reason), 'reason');
  select a.* into v_old from kam.account a where a.id = p_account.id;
  if not found then
    perform core.fail('not_found', 'account.id');
  end if;
  if 'kind' = any (p_update_mask) and p_account.kind is null then
    perform core.fail('required', 'account.kind');
  elsif 'name' = any (p_update_mask) and core.trimmed(p_account.name) = '' then
    perform core.fail('required', 'account.name');
  elsif 'code' = any (p_update_mask) and core.trimmed(p_account.code) = '' then
    perform core.fail('required', 'account.code');
  elsif 'parent_id' = any (p_update_mask) and p_account.parent_id is not null
    and not exists (select from kam.account a where a.id = p_account.parent_id)
  then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  elsif 'grade' = any (p_update_mask) and not exists (select from kam.grade g where g.code = core.trimmed(p_account.grade)) then
    perform core.fail('account_grade_unknown', 'account.grade');
  end if;
  v_new.code := core.trimmed(p_account.code);
  v_new.name := core.trimmed(p_account.name);
  v_new.short_name := core.trimmed(p_account.short_name);
  v_new.former_names := core.name_list(p_account.former_names);
  v_new.kind := p_account.kind;
  v_new.industry := core.trimmed(p_account.industry);
  v_new.region := core.trimmed(p_account.region);
  v_new.address := core.trimmed(p_account.address);
  v_new.parent_id := p_account.parent_id;
  v_new.scale := p_account.scale;
  v_new.annual_output := p_account.annual_output;
  v_new.grade := core.trimmed(p_account.grade);
  select jsonb_object_agg(f.field, b.images -> f.field), jsonb_object_agg(f.field, a.images -> f.field) into v_before, v_after
    from (select distinct x from unnest(p_update_mask) x) f (field), core.proposable(v_old) b (images), core.proposable(v_new) a (images)
    where b.images -> f.field is distinct from a.images -> f.field;
  if v_after is null then
    perform core.fail('change_request_nothing', 'update_mask');
  end if;
  v_id := nextval('kam.change_request_id_seq');
  insert into kam.change_request (id, account_id, before, after, reason, proposer_id, owner_id, unit_id, company_id)
    values (v_id, v_old.id, v_before, v_after, core.trimmed(p_reason), core.principal(), v_old.owner_id, v_old.unit_id, v_old.company_id);
  select c.* into strict v_made from api_1.change_request_card c where c.id = v_id;
  perform core.accept('change.propose', 'change_request', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.propose_change(p_account api_1.account, p_update_mask text[], p_reason text) OWNER TO kam_api;

--
-- Name: read_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.read_account(p_id bigint, p_reason text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
  v_read api_1.account;
begin
  select c.* into v_read from api_1.account_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select a.source, a.note into v_read.source, v_read.note from kam.account a where a.id = p_id;
  perform core.accept_read('account.read', 'account', p_id, v_reason);
  return v_read;
end
$$;

ALTER FUNCTION api_1.read_account(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: read_contact(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.read_contact(p_id bigint, p_reason text) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
  v_read api_1.contact;
begin
  select c.* into v_read from api_1.contact_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select c.note into v_read.note from kam.contact c where c.id = p_id;
  perform core.accept_read('contact.read', 'contact', p_id, v_reason);
  return v_read;
end
$$;

ALTER FUNCTION api_1.read_contact(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: read_interaction(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.read_interaction(p_id bigint, p_reason text) RETURNS api_1.interaction
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
  v_read api_1.interaction;
begin
  select c.* into v_read from api_1.interaction_card c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select i.topic, i.outcome, i.next_step, i.answer, i.next_step_result
    into v_read.topic, v_read.outcome, v_read.next_step, v_read.answer, v_read.next_step_result
    from kam.interaction i where i.id = p_id;
  perform core.accept_read('interaction.read', 'interaction', p_id, v_reason);
  return v_read;
end
$$;

ALTER FUNCTION api_1.read_interaction(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: register_member(api_1.member); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.register_member(p_member api_1.member) RETURNS api_1.member
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_account record;
  v_made api_1.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.member, v_reply);
  end if;
  select a.owner_id, a.unit_id, a.company_id into v_account from kam.account a where a.id = p_member.account_id;
  if not found then
    perform core.fail('not_found', 'member.account_id');
  end if;
  perform core.check_member_account(p_member.account_id, p_member.member_account_id, null);
  v_id := nextval('kam.member_id_seq');
  insert into kam.member (id, account_id, name, region, member_account_id, served_on, ended_on, source, note, owner_id, unit_id, company_id)
    values (v_id, p_member.account_id, core.trimmed(p_member.name), core.trimmed(p_member.region), p_member.member_account_id, p_member.served_on,
      p_member.ended_on, core.trimmed(p_member.source), coalesce(p_member.note, ''), v_account.owner_id, v_account.unit_id, v_account.company_id);
  select c.* into strict v_made from api_1.member_card c where c.id = v_id;
  perform core.accept('member.register', 'member', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.register_member(p_member api_1.member) OWNER TO kam_api;

--
-- Name: reject_change(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reject_change(p_id bigint, p_remark text) RETURNS api_1.change_request
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_request kam.change_request;
  v_made api_1.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.change_request, v_reply);
  end if;
  v_request := core.lock_change_request(p_id);
  perform core.require(core.trimmed(p_remark), 'remark'), core.check_decider(v_request);
  update kam.change_request r set state = 'rejected', decider_id = core.principal(), decided_at = now(), remark = core.trimmed(p_remark) where r.id = p_id;
  select c.* into strict v_made from api_1.change_request_card c where c.id = p_id;
  perform core.accept('change.reject', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.reject_change(p_id bigint, p_remark text) OWNER TO kam_api;

--
-- Name: remove_certificate(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.remove_certificate(p_id bigint) RETURNS api_1.certificate_name
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_name api_1.certificate_name;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.certificate_name, v_reply);
  end if;
  v_name := api_1.certificate_name_of(p_id);
  delete from kam.certificate_name c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform auth.end_sessions(v_name.person_id, 'certificate_removed');
  perform core.accept('certificate.remove', 'person', v_name.person_id, to_jsonb(v_name));
  return v_name;
end
$$;

ALTER FUNCTION api_1.remove_certificate(p_id bigint) OWNER TO kam_api;

--
-- Name: remove_member(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.remove_member(p_id bigint) RETURNS api_1.member
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_made api_1.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.member, v_reply);
  end if;
  perform from kam.member m where m.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  select c.* into strict v_made from api_1.member_card c where c.id = p_id;
  delete from kam.member m where m.id = p_id;
  perform core.accept('member.remove', 'member', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.remove_member(p_id bigint) OWNER TO kam_api;

--
-- Name: remove_role_right(text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.remove_role_right(p_role text, p_right text) RETURNS api_1.role_template
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_role api_1.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.role_template, v_reply);
  end if;
  if exists (select from kam.role r where r.code = p_role) and not exists (select from kam.role_right x where x.role = p_role and x.right_name = p_right) then
    perform core.fail('role_right_absent', 'right');
  end if;
  perform core.decide_role_right(p_role, p_right, null);
  v_role := api_1.role_template_of(p_role);
  perform core.accept('role.remove_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;

ALTER FUNCTION api_1.remove_role_right(p_role text, p_right text) OWNER TO kam_api;

--
-- Name: reset_role_right(text, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reset_role_right(p_role text, p_right text) RETURNS api_1.role_template
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_role api_1.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.role_template, v_reply);
  end if;
  perform from kam.role r where r.code = p_role for no key update;
  if not found then
    perform core.fail('role_unknown', 'role');
  end if;
  delete from kam.role_local l where l.role = p_role and l.right_name = p_right;
  if not found then
    perform core.fail('role_right_not_local', 'right');
  end if;
  perform core.settle_roles(p_role);
  v_role := api_1.role_template_of(p_role);
  perform core.accept('role.reset_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;

ALTER FUNCTION api_1.reset_role_right(p_role text, p_right text) OWNER TO kam_api;

--
-- Name: reset_second_factor(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reset_second_factor(p_id bigint) RETURNS api_1."user"
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_user api_1."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1."user", v_reply);
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if not auth.reset_second_factor(p_id) then
    perform core.fail('second_factor_missing', 'id');
  end if;
  v_user := api_1.user_of(p_id);
  perform core.accept('second_factor.reset', 'person', p_id, to_jsonb(v_user));
  return v_user;
end
$$;

ALTER FUNCTION api_1.reset_second_factor(p_id bigint) OWNER TO kam_api;

--
-- Name: reset_user(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reset_user(p_id bigint) RETURNS TABLE(one_time_token text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if core.begin_write() is not null then
    return next; -- shown once: a retry gets the answer without the token
    return;
  end if;
  perform from kam.person n where n.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  one_time_token := auth.reset_person(p_id);
  perform core.accept('person.reset', 'person', p_id, '{}');
  return next;
end
$$;

ALTER FUNCTION api_1.reset_user(p_id bigint) OWNER TO kam_api;

--
-- Name: return_contact(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.return_contact(p_id bigint, p_returned_on date) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_on date := coalesce(p_returned_on, core.today());
  v_erased_at timestamptz;
  v_left_on date;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  select c.erased_at into v_erased_at from kam.contact c where c.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_erased_at is not null then
    perform core.fail('already_erased', 'id', to_char(v_erased_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  select d.left_on into v_left_on from kam.departure d where d.contact_id = p_id and d.returned_on is null;
  if not found then
    perform core.fail('contact_not_left', 'id');
  end if;
  if v_on > core.today() or v_on < v_left_on then
    perform core.fail('departure_dates', 'returned_on');
  end if;
  update kam.departure d set returned_on = v_on where d.contact_id = p_id and d.returned_on is null;
  update kam.contact c set revision = c.revision + 1 where c.id = p_id;
  select c.* into strict v_made from api_1.contact_card c where c.id = p_id;
  perform core.accept('contact.return', 'contact', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.return_contact(p_id bigint, p_returned_on date) OWNER TO kam_api;

--
-- Name: return_document(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.return_document(p_document_id bigint) RETURNS api_1.loan
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made api_1.loan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.loan, v_reply);
  end if;
  perform core.lock_document(p_document_id, 'document_id', '{kept,uploading}', 'document_state');
  update kam.document_loan l set returned_at = now() where l.document_id = p_document_id and l.returned_at is null returning l.id into v_id;
  if not found then
    perform core.fail('document_not_lent', 'document_id');
  end if;
  select c.* into strict v_made from api_1.loan_card c where c.id = v_id;
  perform core.accept('document.return', 'document', p_document_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.return_document(p_document_id bigint) OWNER TO kam_api;

--
-- Name: reveal_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reveal_account(p_id bigint, p_reason text) RETURNS SETOF api_1.identifier
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reason text := core.reason(p_reason);
begin
  perform from kam.account a where a.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept_read('account.reveal', 'account', p_id, v_reason);
  return query select i.kind, i.value from kam.account_identifier i where i.account_id = p_id order by i.id;
end
$$;

ALTER FUNCTION api_1.reveal_account(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: reveal_changes(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reveal_changes(p_seq bigint, p_reason text) RETURNS SETOF api_1.change_image
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_act record;
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  select j.act_id, j.at, j.subject_kind, j.subject_id into v_act from kam.journal j where j.seq = p_seq;
  if not found then
    perform core.fail('not_found', 'seq');
  end if;
  perform core.accept_read('journal.reveal', v_act.subject_kind, v_act.subject_id, core.trimmed(p_reason));
  return query
    select c.id, c.relation, c.row_id, c.operation, core.masked_image(c.relation, c.before)::text, core.masked_image(c.relation, c.after)::text,
      c.digest
    from kam.change c where c.act_id = v_act.act_id and c.at = v_act.at
    order by c.id limit 1000;
end
$$;

ALTER FUNCTION api_1.reveal_changes(p_seq bigint, p_reason text) OWNER TO kam_api;

--
-- Name: reveal_contact(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reveal_contact(p_id bigint, p_reason text) RETURNS TABLE(name text, phone text, email text, birthday text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if core.trimmed(p_reason) = '' then
    perform core.fail('required', 'reason');
  end if;
  select c.name, c.phone, c.email, c.birthday into name, phone, email, birthday from kam.contact c where c.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.accept_read('contact.reveal', 'contact', p_id, core.trimmed(p_reason));
  return next;
end
$$;

ALTER FUNCTION api_1.reveal_contact(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: reveal_document(bigint, text, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.reveal_document(p_id bigint, p_reason text, p_byte_offset bigint) RETURNS TABLE(title text, number text, file_name text, media_type text, size_bytes bigint, sha256 text, next_offset bigint, content bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_document kam.document;
begin
  perform core.require(core.trimmed(p_reason), 'reason');
  select d.* into v_document from kam.document d where d.id = p_id and d.state = 'kept';
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  content := core.file_part(p_id, v_document.size_bytes, p_byte_offset);
  title := v_document.title;
  number := v_document.number;
  file_name := v_document.file_name;
  media_type := v_document.media_type;
  size_bytes := v_document.size_bytes;
  sha256 := encode(v_document.sha256, 'hex');
  next_offset := p_byte_offset + octet_length(content);
  perform core.accept_read('document.reveal', 'document', p_id, core.trimmed(p_reason));
  return next;
end
$$;

ALTER FUNCTION api_1.reveal_document(p_id bigint, p_reason text, p_byte_offset bigint) OWNER TO kam_api;

--
-- Name: revoke_grant(bigint, date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.revoke_grant(p_id bigint, p_ends_on date) RETURNS api_1.deputy_grant
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_grant api_1.deputy_grant;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.deputy_grant, v_reply);
  end if;
  if not exists (select from kam.deputy_grant g where g.id = p_id and core.principal() in (g.grantor_id, g.deputy_id)) then
    perform core.fail('not_found', 'id');
  end if;
  perform core.finish_grant(p_id, p_ends_on);
  select c.* into strict v_grant from api_1.grant_card c where c.id = p_id;
  perform core.accept('grant.end', 'grant', p_id, to_jsonb(v_grant));
  return v_grant;
end
$$;

ALTER FUNCTION api_1.revoke_grant(p_id bigint, p_ends_on date) OWNER TO kam_api;

--
-- Name: role_template_of(text); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.role_template_of(p_code text) RETURNS api_1.role_template
    LANGUAGE sql STABLE
    AS $$
  select t.code, t.name_zh, t.name_en, t.shipped, t.rights from api_1.get_role(p_code) t
$$;

ALTER FUNCTION api_1.role_template_of(p_code text) OWNER TO kam_owner;

--
-- Name: search_accounts(text); Type: FUNCTION; Schema: api_1; Owner: kam_search
--

CREATE FUNCTION api_1.search_accounts(p_query text) RETURNS SETOF api_1.account_match
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_words text[];
  v_found int8[];
begin
  if char_length(p_query) > 64 then
    perform core.fail('query_too_long', 'query');
  end if;
  v_words := core.search_words(p_query, false);
  if cardinality(v_words) = 0 then
    perform core.fail('query_empty', 'query');
  end if;
  v_found := core.find_accounts(v_words);
  if cardinality(v_found) = 0 and core.search_words(p_query, true) <> v_words then
    v_words := core.search_words(p_query, true);
    v_found := core.find_accounts(v_words);
  end if;
  return query
    select a.id, a.code, a.name, a.kind, a.region, o.name, core.search_matched(e.terms, v_words[1])::kam.match_source, a.short_name
    from unnest(v_found) with ordinality f (account_id, n)
    join kam.account a on a.id = f.account_id
    join kam.search_entry e on e.account_id = f.account_id
    join kam.person o on o.id = a.owner_id
    where case when a.confidentiality = 'secret' then core.holds('confidential.read', a.owner_id, a.unit_id, a.id) else true end
    order by f.n;
end
$$;

ALTER FUNCTION api_1.search_accounts(p_query text) OWNER TO kam_search;

--
-- Name: search_users(text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.search_users(p_query text) RETURNS SETOF api_1."user"
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_query text := lower(btrim(p_query));
begin
  if v_query = '' then
    return;
  end if;
  return query
    select (api_1.user_of(n.id)).*
    from (
      select x.id
      from kam.person x
      where strpos(lower(x.name), v_query) > 0 or starts_with(x.login, v_query) or strpos(' ' || x.name_keys, ' ' || v_query) > 0
      order by
        case when lower(x.name) = v_query or x.login = v_query then 0
          when starts_with(lower(x.name), v_query) or starts_with(x.login, v_query) then 1
          else 2 end,
        x.disabled_at is not null, x.id
      limit 50) n;
end
$$;

ALTER FUNCTION api_1.search_users(p_query text) OWNER TO kam_api;

--
-- Name: set_grade(api_1.grade); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.set_grade(p_grade api_1.grade) RETURNS api_1.grade
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_made api_1.grade;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.grade, v_reply);
  end if;
  v_made := p_grade;
  v_made.code := core.trimmed(p_grade.code);
  v_made.name := core.trimmed(p_grade.name);
  v_made.rank := coalesce(p_grade.rank, 0);
  v_made.criteria := core.trimmed(p_grade.criteria);
  v_made.kinds := array(select distinct k from unnest(p_grade.kinds) k order by k);
  v_made.stale_days := coalesce(p_grade.stale_days, 0);
  if v_made.code = '' and (cardinality(v_made.kinds) > 0 or v_made.scale_min is not null or v_made.annual_output_min is not null) then
    perform core.fail('grade_ungraded_criteria', 'grade.code');
  end if;
  insert into kam.grade as g (code, name, rank, criteria, kinds, scale_min, annual_output_min, stale_days, visit_days)
    values (v_made.code, v_made.name, v_made.rank, v_made.criteria, v_made.kinds, v_made.scale_min, v_made.annual_output_min, v_made.stale_days,
      v_made.visit_days)
    on conflict (code) do update set name = excluded.name, rank = excluded.rank, criteria = excluded.criteria, kinds = excluded.kinds,
      scale_min = excluded.scale_min, annual_output_min = excluded.annual_output_min, stale_days = excluded.stale_days,
      visit_days = excluded.visit_days
    returning g.id into v_id;
  perform core.accept('grade.set', 'grade', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.set_grade(p_grade api_1.grade) OWNER TO kam_api;

--
-- Name: set_requirement(api_1.requirement); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.set_requirement(p_requirement api_1.requirement) RETURNS api_1.requirement
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_id int8;
  v_weight int4 := coalesce(p_requirement.weight, 0);
  v_made api_1.requirement;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.requirement, v_reply);
  end if;
  if p_requirement.kind is null then
    perform core.fail('required', 'requirement.kind');
  elsif p_requirement.fact is null then
    perform core.fail('required', 'requirement.fact');
  end if;
  if v_weight = 0 then
    delete from kam.requirement r where r.kind = p_requirement.kind and r.fact = p_requirement.fact returning r.id into v_id;
  else
    insert into kam.requirement as r (kind, fact, weight) values (p_requirement.kind, p_requirement.fact, v_weight)
      on conflict (kind, fact) do update set weight = excluded.weight
      returning r.id into v_id;
  end if;
  v_made := row(p_requirement.kind, p_requirement.fact, v_weight);
  perform core.accept('requirement.set', 'requirement', v_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.set_requirement(p_requirement api_1.requirement) OWNER TO kam_api;

--
-- Name: set_role_right(text, text, kam.scope); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.set_role_right(p_role text, p_right text, p_scope kam.scope) RETURNS api_1.role_template
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_role api_1.role_template;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.role_template, v_reply);
  end if;
  perform core.require(p_scope::text, 'scope'), core.decide_role_right(p_role, p_right, p_scope);
  v_role := api_1.role_template_of(p_role);
  perform core.accept('role.set_right', 'role', (select r.id from kam.role r where r.code = p_role), to_jsonb(v_role));
  return v_role;
end
$$;

ALTER FUNCTION api_1.set_role_right(p_role text, p_right text, p_scope kam.scope) OWNER TO kam_api;

--
-- Name: simulate(bigint, text, bigint, bigint, text[], date); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.simulate(p_person_id bigint, p_role text, p_unit_id bigint, p_grantor_id bigint, p_rights text[], p_ends_on date) RETURNS SETOF api_1.simulated_right
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_now jsonb := '{}';
  v_then jsonb;
  v_name text;
begin
  if (p_role is null) = (p_grantor_id is null) then
    perform core.fail('assumption_not_one', 'role');
  elsif not exists (select from kam.person n where n.id = p_person_id) then
    perform core.fail('person_unknown', 'person_id');
  end if;
  select coalesce(jsonb_object_agg(e.right_name, jsonb_build_object('scope', e.scope, 'keys', e.keys)), '{}') into v_now
    from kam.effective_right e where e.person_id = p_person_id and e.valid_from <= now() and e.valid_to > now();
  begin
    if p_role is not null then
      perform core.require(nullif(p_unit_id, 0)::text, 'unit_id');
      insert into kam.post (id, code, name, unit_id, role) values (nextval('kam.post_id_seq'), 'X.' || txid_current(), 'X', p_unit_id, p_role);
      insert into kam.assignment (id, person_id, post_id, starts_on) values (nextval('kam.assignment_id_seq'), p_person_id, currval('kam.post_id_seq'), core.today());
    else
      perform core.make_grant(p_grantor_id, p_person_id, p_rights, p_unit_id, core.today(), coalesce(p_ends_on, core.today()), '');
    end if;
    select coalesce(jsonb_object_agg(e.right_name, jsonb_build_object('scope', e.scope, 'keys', e.keys)), '{}') into v_then
      from kam.effective_right e where e.person_id = p_person_id and e.valid_from <= now() and e.valid_to > now();
    raise sqlstate 'KAM99';
  exception when sqlstate 'KAM99' then
    null; -- undone
  end;
  return query
    select a.name collate "default", case when core.language() = 'en' then a.en else a.zh end,
      (v_now #>> array[a.name, 'scope'])::kam.scope, (v_then #>> array[a.name, 'scope'])::kam.scope,
      api_1.units_of(v_now #> array[a.name, 'keys']), api_1.units_of(v_then #> array[a.name, 'keys']),
      case when v_now -> a.name is null then 'gained' else 'wider' end::kam.right_change
    from kam.right_atom a
    where v_now #> array[a.name, 'keys'] is distinct from v_then #> array[a.name, 'keys']
    order by a.family, a.name;
end
$$;

ALTER FUNCTION api_1.simulate(p_person_id bigint, p_role text, p_unit_id bigint, p_grantor_id bigint, p_rights text[], p_ends_on date) OWNER TO kam_api;

--
-- Name: tag_account(bigint, text[], text[]); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.tag_account(p_id bigint, p_add text[], p_remove text[]) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_tags text[];
  v_add text[] := core.tag_list(p_add);
  v_remove text[] := core.tag_list(p_remove);
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  select a.tags into v_tags from kam.account a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if cardinality(v_add) + cardinality(v_remove) = 0 then
    perform core.fail('tags_nothing', 'add');
  end if;
  update kam.account a set tags = core.tag_list(v_add || array(select t from unnest(v_tags) t where t <> all (v_remove))) where a.id = p_id;
  select c.* into strict v_made from api_1.account_card c where c.id = p_id;
  perform core.accept('account.tag', 'account', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.tag_account(p_id bigint, p_add text[], p_remove text[]) OWNER TO kam_api;

--
-- Name: undo_handover(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.undo_handover(p_id bigint, p_reason text) RETURNS api_1.undone_handover
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_handover kam.handover;
  v_card api_1.handover;
  v_made api_1.undone_handover;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.undone_handover, v_reply);
  end if;
  select h.* into v_handover from kam.handover h where h.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_handover.undone_at is not null then
    perform core.fail('handover_undone', 'id', to_char(v_handover.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if not exists (select from core.seat(v_handover.from_id)) then
    perform core.fail('giver_without_post', 'id');
  end if;
  perform core.return_references(p_id, v_handover.from_id, v_handover.to_id);
  perform core.return_accounts(p_id, v_handover.from_id, v_handover.to_id);
  update kam.handover h set undone_at = now(), undone_by = core.principal() where h.id = p_id;
  select c.* into strict v_card from api_1.handover_card c where c.id = p_id;
  v_made.handover := v_card;
  v_made.left_over := array(
    select row(c.relation, (c.row_key ->> 'id')::int8, c.row_key::text)::api_1.left_over
    from kam.carried c where c.handover_id = p_id and c.left_over order by c.relation, c.id);
  perform core.accept('person.undo_hand_over', 'handover', p_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.undo_handover(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: units_of(jsonb); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.units_of(p_keys jsonb) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
  select array(select u.name from jsonb_array_elements_text(p_keys) k join kam.unit u on u.id = k::int8 or k = '0' order by u.path)
$$;

ALTER FUNCTION api_1.units_of(p_keys jsonb) OWNER TO kam_owner;

--
-- Name: unmerge_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.unmerge_account(p_id bigint, p_reason text) RETURNS api_1.unmerged
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_merge record;
  v_card api_1.merge;
  v_made api_1.unmerged;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.unmerged, v_reply);
  end if;
  perform core.lock_account_tree();
  select m.account_id, m.into_id, m.merged_id, m.undone_at, a.name, (m.image ->> 'owner_id')::int8 as owner_id, (m.image ->> 'unit_id')::int8 as unit_id into v_merge
    from kam.merge m join kam.account a on a.id = m.account_id where m.id = p_id for update of a;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_merge.undone_at is not null then
    perform core.fail('merge_undone', 'id', to_char(v_merge.undone_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'));
  end if;
  if v_merge.account_id <> v_merge.into_id then
    perform core.fail('merge_covered', 'id', v_merge.name);
  end if;
  if not core.reaches(v_merge.owner_id, v_merge.unit_id, v_merge.merged_id) then
    perform core.fail('account_owner_out_of_reach', 'id');
  end if;
  perform core.unmerge_accounts(p_id);
  update kam.account a set revision = a.revision + 1, updated_at = now() where a.id = v_merge.account_id;
  select c.* into strict v_card from api_1.merge_card c where c.id = p_id;
  v_made.merge := v_card;
  v_made.left_over := array(select row(l.relation, l.id, l.row_key)::api_1.left_over from core.left_over(p_id) l);
  perform core.accept('account.unmerge', 'account', v_merge.account_id, to_jsonb(v_made), nullif(core.trimmed(p_reason), ''));
  return v_made;
end
$$;

ALTER FUNCTION api_1.unmerge_account(p_id bigint, p_reason text) OWNER TO kam_api;

--
-- Name: update_account(api_1.account, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_account(p_account api_1.account, p_update_mask text[], p_etag text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.account;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,short_name,former_names,kind,industry,region,address,parent_id,identifiers,source,note,scale,annual_output,grade,tags}');
  if p_update_mask && '{code,parent_id}' then
    perform core.lock_account_tree();
  end if;
  select a.* into v_old from kam.account a where a.id = p_account.id for no key update;
  if not found then
    perform core.fail('not_found', 'account.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) and p_account.kind is null then
    perform core.fail('required', 'account.kind');
  end if;
  if 'parent_id' = any (p_update_mask) and p_account.parent_id is distinct from v_old.parent_id
    and not exists (select from kam.account a where a.id = p_account.parent_id) and p_account.parent_id is not null
  then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  update kam.account a set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_account.code) else a.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_account.name) else a.name end,
    short_name = case when 'short_name' = any (p_update_mask) then core.trimmed(p_account.short_name) else a.short_name end,
    former_names = case when 'former_names' = any (p_update_mask) then core.name_list(p_account.former_names) else a.former_names end,
    kind = case when 'kind' = any (p_update_mask) then p_account.kind else a.kind end,
    industry = case when 'industry' = any (p_update_mask) then core.trimmed(p_account.industry) else a.industry end,
    region = case when 'region' = any (p_update_mask) then core.trimmed(p_account.region) else a.region end,
    address = case when 'address' = any (p_update_mask) then core.trimmed(p_account.address) else a.address end,
    parent_id = case when 'parent_id' = any (p_update_mask) then p_account.parent_id else a.parent_id end,
    source = case when 'source' = any (p_update_mask) then core.trimmed(p_account.source) else a.source end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_account.note, '') else a.note end,
    scale = case when 'scale' = any (p_update_mask) then p_account.scale else a.scale end,
    annual_output = case when 'annual_output' = any (p_update_mask) then p_account.annual_output else a.annual_output end,
    grade = case when 'grade' = any (p_update_mask) then core.trimmed(p_account.grade) else a.grade end,
    tags = case when 'tags' = any (p_update_mask) then core.tag_list(p_account.tags) else a.tags end,
    -- Also when only the identifiers change, which are rows of their own.
    revision = a.revision + 1
    where a.id = v_old.id;
  if 'identifiers' = any (p_update_mask) then
    -- A number as it was answered, masked, stands for the one that is there.
    delete from kam.account_identifier x
      where x.account_id = v_old.id
        and not exists (select from unnest(p_account.identifiers) i
                        where i.kind = x.kind and (core.identifier_value(i.value) = x.value or i.value = core.mask_number(x.value)));
    insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
      select v_old.id, i.kind, core.identifier_value(i.value), v_old.owner_id, v_old.unit_id, v_old.company_id
      from unnest(p_account.identifiers) with ordinality i (kind, value, n)
      where not exists (select from kam.account_identifier x
                        where x.account_id = v_old.id and x.kind = i.kind
                          and (x.value = core.identifier_value(i.value) or core.mask_number(x.value) = i.value))
      order by i.n;
  end if;
  select c.* into strict v_made from api_1.account_card c where c.id = v_old.id;
  perform core.accept('account.update', 'account', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.update_account(p_account api_1.account, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_contact(api_1.contact, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_contact(p_contact api_1.contact, p_update_mask text[], p_etag text) RETURNS api_1.contact
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.contact;
  v_made api_1.contact;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.contact, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{name,role,title,phone,email,key_person,note,preferred_channel,birthday,service_grade,care_dates}');
  select c.* into v_old from kam.contact c where c.id = p_contact.id for no key update;
  if not found then
    perform core.fail('not_found', 'contact.id');
  end if;
  if v_old.erased_at is not null then
    perform core.fail('contact_erased', 'contact.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'role' = any (p_update_mask) and p_contact.role is null then
    perform core.fail('required', 'contact.role');
  end if;
  update kam.contact c set
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_contact.name) else c.name end,
    role = case when 'role' = any (p_update_mask) then p_contact.role else c.role end,
    title = case when 'title' = any (p_update_mask) then core.trimmed(p_contact.title) else c.title end,
    phone = case when 'phone' = any (p_update_mask) then core.trimmed(p_contact.phone) else c.phone end,
    email = case when 'email' = any (p_update_mask) then core.trimmed(p_contact.email) else c.email end,
    key_person = case when 'key_person' = any (p_update_mask) then coalesce(p_contact.key_person, false) else c.key_person end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_contact.note, '') else c.note end,
    preferred_channel = case when 'preferred_channel' = any (p_update_mask) then p_contact.preferred_channel else c.preferred_channel end,
    birthday = case when 'birthday' = any (p_update_mask) then core.trimmed(p_contact.birthday) else c.birthday end,
    service_grade = case when 'service_grade' = any (p_update_mask) then p_contact.service_grade else c.service_grade end,
    -- Also when only the care dates change, which are rows of their own.
    revision = c.revision + 1
    where c.id = p_contact.id;
  if 'care_dates' = any (p_update_mask) then
    delete from kam.care_date x where x.contact_id = v_old.id
      and not exists (select from unnest(p_contact.care_dates) d where (core.trimmed(d.label), d.day, coalesce(d.yearly, false)) = (x.label, x.day, x.yearly));
    insert into kam.care_date (contact_id, account_id, label, day, yearly, owner_id, unit_id, company_id)
      select v_old.id, v_old.account_id, core.trimmed(d.label), d.day, coalesce(d.yearly, false), v_old.owner_id, v_old.unit_id, v_old.company_id
      from unnest(p_contact.care_dates) with ordinality d (label, day, yearly, n)
      where not exists (select from kam.care_date x where x.contact_id = v_old.id
        and (x.label, x.day, x.yearly) = (core.trimmed(d.label), d.day, coalesce(d.yearly, false)))
      order by d.n;
  end if;
  select c.* into strict v_made from api_1.contact_card c where c.id = p_contact.id;
  perform core.accept('contact.update', 'contact', p_contact.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.update_contact(p_contact api_1.contact, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_document(api_1.document, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_document(p_document api_1.document, p_update_mask text[], p_etag text) RETURNS api_1.document
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.document;
  v_made api_1.document;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.document, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{kind,title,number,confidentiality,issued_on,expires_on,retain_until,place,note}');
  v_old := core.lock_document(p_document.id, 'document.id', '{kept,uploading}', 'document_state');
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) and p_document.kind is null then
    perform core.fail('required', 'document.kind');
  end if;
  if 'confidentiality' = any (p_update_mask) and (p_document.confidentiality is null or p_document.confidentiality < v_old.confidentiality) then
    perform core.fail('class_lowered', 'document.confidentiality');
  end if;
  -- No date is longer than none was: whoever has fixed how long a paper is kept cannot take it back.
  if 'retain_until' = any (p_update_mask) and v_old.retain_until is not null
    and coalesce(p_document.retain_until < v_old.retain_until, true)
  then
    perform core.fail('retention_shortened', 'document.retain_until', v_old.retain_until::text);
  end if;
  update kam.document d set
    kind = case when 'kind' = any (p_update_mask) then p_document.kind else d.kind end,
    title = case when 'title' = any (p_update_mask) then core.trimmed(p_document.title) else d.title end,
    number = case when 'number' = any (p_update_mask) then core.trimmed(p_document.number) else d.number end,
    confidentiality = case when 'confidentiality' = any (p_update_mask) then p_document.confidentiality
      -- What becomes a contract is as confidential as one that was filed as such.
      when 'kind' = any (p_update_mask) and p_document.kind <> d.kind then greatest(d.confidentiality, core.document_class(p_document.kind))
      else d.confidentiality end,
    issued_on = case when 'issued_on' = any (p_update_mask) then p_document.issued_on else d.issued_on end,
    expires_on = case when 'expires_on' = any (p_update_mask) then p_document.expires_on else d.expires_on end,
    retain_until = case when 'retain_until' = any (p_update_mask) then p_document.retain_until else d.retain_until end,
    place = case when 'place' = any (p_update_mask) then core.trimmed(p_document.place) else d.place end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_document.note, '') else d.note end
    where d.id = v_old.id;
  select c.* into strict v_made from api_1.document_card c where c.id = v_old.id;
  perform core.accept('document.update', 'document', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.update_document(p_document api_1.document, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_member(api_1.member, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_member(p_member api_1.member, p_update_mask text[], p_etag text) RETURNS api_1.member
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.member;
  v_made api_1.member;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.member, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{name,region,member_account_id,served_on,ended_on,source,note}');
  select m.* into v_old from kam.member m where m.id = p_member.id for no key update;
  if not found then
    perform core.fail('not_found', 'member.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'member_account_id' = any (p_update_mask) and p_member.member_account_id is distinct from v_old.member_account_id then
    perform core.check_member_account(v_old.account_id, p_member.member_account_id, v_old.id);
  end if;
  update kam.member m set
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_member.name) else m.name end,
    region = case when 'region' = any (p_update_mask) then core.trimmed(p_member.region) else m.region end,
    member_account_id = case when 'member_account_id' = any (p_update_mask) then p_member.member_account_id else m.member_account_id end,
    served_on = case when 'served_on' = any (p_update_mask) then p_member.served_on else m.served_on end,
    ended_on = case when 'ended_on' = any (p_update_mask) then p_member.ended_on else m.ended_on end,
    source = case when 'source' = any (p_update_mask) then core.trimmed(p_member.source) else m.source end,
    note = case when 'note' = any (p_update_mask) then coalesce(p_member.note, '') else m.note end
    where m.id = v_old.id;
  select c.* into strict v_made from api_1.member_card c where c.id = v_old.id;
  perform core.accept('member.update', 'member', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.update_member(p_member api_1.member, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_post(api_1.post, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_post(p_post api_1.post, p_update_mask text[], p_etag text) RETURNS api_1.post
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.post;
  v_post api_1.post;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.post, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,unit_id,superior_id,role,headcount,duties}');
  select p.* into v_old from kam.post p where p.id = p_post.id for no key update;
  if not found then
    perform core.fail('not_found', 'post.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'unit_id' = any (p_update_mask) then
    perform core.require(nullif(p_post.unit_id, 0)::text, 'post.unit_id');
  end if;
  if 'role' = any (p_update_mask) then
    perform core.require(p_post.role, 'post.role');
  end if;
  update kam.post p set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_post.code) else p.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_post.name) else p.name end,
    unit_id = case when 'unit_id' = any (p_update_mask) then p_post.unit_id else p.unit_id end,
    superior_id = case when 'superior_id' = any (p_update_mask) then p_post.superior_id else p.superior_id end,
    role = case when 'role' = any (p_update_mask) then p_post.role else p.role end,
    headcount = case when 'headcount' = any (p_update_mask) then coalesce(p_post.headcount, 0) else p.headcount end,
    duties = case when 'duties' = any (p_update_mask) then coalesce(p_post.duties, '') else p.duties end
    where p.id = p_post.id;
  select c.* into strict v_post from api_1.post_card c where c.id = p_post.id;
  perform core.accept('post.update', 'post', p_post.id, to_jsonb(v_post));
  return v_post;
end
$$;

ALTER FUNCTION api_1.update_post(p_post api_1.post, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_unit(api_1.unit, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_unit(p_unit api_1.unit, p_update_mask text[], p_etag text) RETURNS api_1.unit
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.unit;
  v_unit api_1.unit;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.unit, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{code,name,kind,parent_id}');
  select u.* into v_old from kam.unit u where u.id = p_unit.id for no key update;
  if not found then
    perform core.fail('not_found', 'unit.id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if 'kind' = any (p_update_mask) then
    perform core.require(p_unit.kind::text, 'unit.kind');
  end if;
  update kam.unit u set
    code = case when 'code' = any (p_update_mask) then core.trimmed(p_unit.code) else u.code end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_unit.name) else u.name end,
    kind = case when 'kind' = any (p_update_mask) then p_unit.kind else u.kind end
    where u.id = p_unit.id;
  if 'parent_id' = any (p_update_mask) then
    update kam.unit u set parent_id = p_unit.parent_id where u.id = p_unit.id;
  end if;
  select c.* into strict v_unit from api_1.unit_card c where c.id = p_unit.id;
  if v_unit.company_id <> v_old.company_id and core.unit_has_accounts(p_unit.id) then
    perform core.fail('unit_has_accounts', 'unit.parent_id');
  end if;
  perform core.accept('unit.update', 'unit', p_unit.id, to_jsonb(v_unit));
  return v_unit;
end
$$;

ALTER FUNCTION api_1.update_unit(p_unit api_1.unit, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: update_user(api_1."user", text[]); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_user(p_user api_1."user", p_update_mask text[]) RETURNS api_1."user"
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_user api_1."user";
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1."user", v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{login,name,extension}');
  perform from kam.person n where n.id = p_user.id for no key update;
  if not found then
    perform core.fail('not_found', 'user.id');
  end if;
  update kam.person n set
    login = case when 'login' = any (p_update_mask) then lower(core.trimmed(p_user.login)) else n.login end,
    name = case when 'name' = any (p_update_mask) then core.trimmed(p_user.name) else n.name end,
    name_keys = case when 'name' = any (p_update_mask) then core.name_keys(core.trimmed(p_user.name)) else n.name_keys end,
    extension = case when 'extension' = any (p_update_mask) then core.trimmed(p_user.extension) else n.extension end
    where n.id = p_user.id;
  v_user := api_1.user_of(p_user.id);
  perform core.accept('person.update', 'person', p_user.id, to_jsonb(v_user));
  return v_user;
end
$$;

ALTER FUNCTION api_1.update_user(p_user api_1."user", p_update_mask text[]) OWNER TO kam_api;

--
-- Name: update_visit_plan(api_1.visit_plan, text[], text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.update_visit_plan(p_plan api_1.visit_plan, p_update_mask text[], p_etag text) RETURNS api_1.visit_plan
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old kam.visit_plan;
  v_made api_1.visit_plan;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.visit_plan, v_reply);
  end if;
  perform core.check_mask(p_update_mask, '{planned_on,person_id,purpose}');
  v_old := core.lock_visit_plan(p_plan.id, 'plan.id');
  perform core.check_etag(p_etag, v_old.revision);
  if 'planned_on' = any (p_update_mask) then
    perform core.planned_visit_day(p_plan.planned_on, 'plan.planned_on');
  end if;
  update kam.visit_plan p set
    planned_on = case when 'planned_on' = any (p_update_mask) then p_plan.planned_on else p.planned_on end,
    person_id = case when 'person_id' = any (p_update_mask) then coalesce(p_plan.person_id, p.owner_id) else p.person_id end,
    purpose = case when 'purpose' = any (p_update_mask) then core.trimmed(p_plan.purpose) else p.purpose end
    where p.id = v_old.id;
  select c.* into strict v_made from api_1.visit_plan_card c where c.id = v_old.id;
  perform core.accept('visit_plan.update', 'visit_plan', v_old.id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.update_visit_plan(p_plan api_1.visit_plan, p_update_mask text[], p_etag text) OWNER TO kam_api;

--
-- Name: upload_chunk(bigint, bigint, bytea, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.upload_chunk(p_id bigint, p_byte_offset bigint, p_content bytea, p_sha256 text) RETURNS api_1.uploaded
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_reply jsonb := core.begin_write();
  v_document kam.document;
  v_bytes int8;
  v_there bytea;
  v_made api_1.uploaded;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.uploaded, v_reply);
  end if;
  if p_sha256 is null or p_sha256 !~ '^[0-9a-f]{64}$' then
    perform core.fail('sha256_form', 'sha256');
  end if;
  v_document := core.lock_document(p_id, 'id', '{uploading}', 'upload_over');
  v_bytes := least(core.chunk_bytes(), v_document.size_bytes - p_byte_offset);
  if p_byte_offset < 0 or p_byte_offset % core.chunk_bytes() <> 0 or v_bytes <= 0 or octet_length(p_content) is distinct from v_bytes then
    perform core.fail('chunk_place', 'byte_offset', core.chunk_bytes()::text, v_document.size_bytes::text);
  end if;
  select c.sha256 into v_there from kam.document_chunk c where c.document_id = p_id and c.byte_offset = p_byte_offset;
  if not found then
    insert into kam.document_chunk (document_id, byte_offset, sha256, content) values (p_id, p_byte_offset, decode(p_sha256, 'hex'), p_content);
  elsif v_there <> decode(p_sha256, 'hex') then
    perform core.fail('chunk_differs', 'byte_offset');
  end if;
  v_made := row(p_id, core.next_offset(p_id, v_document.size_bytes));
  perform core.accept('document.upload', 'document', p_id, to_jsonb(v_made));
  return v_made;
end
$_$;

ALTER FUNCTION api_1.upload_chunk(p_id bigint, p_byte_offset bigint, p_content bytea, p_sha256 text) OWNER TO kam_api;

--
-- Name: user_of(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_owner
--

CREATE FUNCTION api_1.user_of(p_id bigint) RETURNS api_1."user"
    LANGUAGE sql STABLE
    AS $$
  select n.id, n.login, n.name, n.disabled_at is not null,
    array(
      select row(p.id, p.name, u.name, c.name)::api_1.held_post
      from kam.assignment a join kam.post p on p.id = a.post_id join kam.unit u on u.id = p.unit_id join kam.unit c on c.id = u.company_id
      where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      order by p.id), n.extension
  from kam.person n where n.id = p_id
$$;

ALTER FUNCTION api_1.user_of(p_id bigint) OWNER TO kam_owner;

--
-- Name: verify_account(bigint, text); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.verify_account(p_id bigint, p_etag text) RETURNS api_1.account
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_old record;
  v_made api_1.account;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.account, v_reply);
  end if;
  select a.state, a.revision into v_old from kam.account a where a.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform core.check_etag(p_etag, v_old.revision);
  if v_old.state <> 'potential' then
    perform core.fail('account_state', 'id');
  end if;
  update kam.account a set state = 'verifying' where a.id = p_id;
  select c.* into strict v_made from api_1.account_card c where c.id = p_id;
  perform core.accept('account.verify', 'account', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.verify_account(p_id bigint, p_etag text) OWNER TO kam_api;

--
-- Name: verify_journal(bigint, integer, bigint, bytea); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.verify_journal(p_from_seq bigint, p_records_max integer, p_head_seq bigint, p_head_hash bytea) RETURNS TABLE(checked_to bigint, hash bytea, bad_seq bigint, finding kam.journal_finding)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_from int8 := greatest(p_from_seq, 1);
begin
  if core.right_in_use() is distinct from 'journal.verify' then
    return;
  end if;
  select v.checked_to, v.hash, v.bad_seq, v.finding::kam.journal_finding into checked_to, hash, bad_seq, finding
    from core.verify_journal(v_from, case when p_records_max <= 0 then 1000 else least(p_records_max, 5000) end) v;
  if p_head_seq > 0 and bad_seq is null then
    if p_head_seq between v_from and checked_to and core.journal_hash(p_head_seq) is distinct from p_head_hash then
      bad_seq := p_head_seq;
      finding := 'other_chain';
    elsif p_head_seq > checked_to and checked_to >= (select h.seq from core.journal_head h) then
      bad_seq := checked_to + 1;
      finding := 'missing';
    end if;
  end if;
  return next;
end
$$;

ALTER FUNCTION api_1.verify_journal(p_from_seq bigint, p_records_max integer, p_head_seq bigint, p_head_hash bytea) OWNER TO kam_api;

--
-- Name: who_can(text, text, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.who_can(p_right text, p_subject_kind text, p_subject_id bigint) RETURNS SETOF api_1.right_holder
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_keys int8[] := core.subject_keys(p_subject_kind, p_subject_id);
  v_secret bool := core.secret_subject(p_subject_kind, p_subject_id, v_keys);
begin
  if not exists (select from kam.right_atom a where a.name = p_right) then
    perform core.fail('right_unknown', 'right', p_right);
  end if;
  return query
    select n.id, n.name, coalesce((select p.name from kam.assignment a join kam.post p on p.id = a.post_id
        where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today()) order by a.starts_on, a.id limit 1), ''),
      e.right_name, e.scope, api_1.names_of(e.deputy_of), nullif(e.valid_to, 'infinity')
    from kam.effective_right e
    join kam.person n on n.id = e.person_id and n.disabled_at is null
    where e.right_name = p_right and e.valid_from <= now() and e.valid_to > now() and (v_keys is null or e.keys && v_keys)
      -- For who may not know of the record nothing of it is there.
      and (not v_secret or core.may_know(n.id, v_keys))
    order by array_position(array['own', 'rows', 'units', 'all'], e.reach), n.id
    limit 200;
end
$$;

ALTER FUNCTION api_1.who_can(p_right text, p_subject_kind text, p_subject_id bigint) OWNER TO kam_api;

--
-- Name: why_not(bigint, text, bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.why_not(p_person_id bigint, p_method text, p_subject_id bigint) RETURNS TABLE(allowed boolean, why kam.why, required_right text, scope kam.scope, deputy_of text[], holders api_1.right_holder[])
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_method record;
  v_person record;
  v_held record;
  v_keys int8[];
begin
  -- The last name of the service and the method will do: Accounts/UpdateAccount, UpdateAccount.
  select m.path, m.right_name, m.subject_kind into v_method from core.method m
    where lower(p_method) in (lower(m.path), lower(split_part(m.path, '.', -1)), lower(split_part(m.path, '/', 2)))
    order by m.path limit 1;
  if not found then
    perform core.fail('method_unknown', 'method', p_method);
  end if;
  select n.id, n.disabled_at into v_person from kam.person n where n.id = p_person_id;
  if not found then
    perform core.fail('person_unknown', 'person_id');
  end if;
  v_keys := core.subject_keys(nullif(v_method.subject_kind, ''), p_subject_id);
  required_right := v_method.right_name;
  holders := '{}';
  select e.scope, e.keys, e.deputy_of into v_held from kam.effective_right e
    where e.person_id = p_person_id and e.right_name = v_method.right_name and e.valid_from <= now() and e.valid_to > now();
  why := case
    when v_person.disabled_at is not null then 'disabled'
    when v_method.right_name = '' then 'allowed'
    when v_held.keys is null then 'right_missing'
    when v_keys is not null and not v_held.keys && v_keys then 'out_of_reach'
    when core.secret_subject(v_method.subject_kind, p_subject_id, v_keys) and not core.may_know(p_person_id, v_keys) then 'out_of_reach'
    else 'allowed' end;
  allowed := why = 'allowed';
  scope := v_held.scope;
  deputy_of := api_1.names_of(v_held.deputy_of);
  if not allowed and v_method.right_name <> '' then
    holders := array(select h from api_1.who_can(v_method.right_name, v_method.subject_kind, p_subject_id) h limit 5);
  end if;
  return next;
end
$$;

ALTER FUNCTION api_1.why_not(p_person_id bigint, p_method text, p_subject_id bigint) OWNER TO kam_api;

--
-- Name: withdraw_change(bigint); Type: FUNCTION; Schema: api_1; Owner: kam_api
--

CREATE FUNCTION api_1.withdraw_change(p_id bigint) RETURNS api_1.change_request
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_reply jsonb := core.begin_write();
  v_made api_1.change_request;
begin
  if v_reply is not null then
    return jsonb_populate_record(null::api_1.change_request, v_reply);
  end if;
  -- Before the lock: that is an update, and row security allows this right one's own proposals alone.
  perform from kam.change_request r where r.id = p_id;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  perform from kam.change_request r where r.id = p_id and r.proposer_id = core.principal();
  if not found then
    perform core.fail('change_request_of_other', 'id');
  end if;
  perform core.lock_change_request(p_id);
  update kam.change_request r set state = 'withdrawn', decider_id = core.principal(), decided_at = now() where r.id = p_id;
  select c.* into strict v_made from api_1.change_request_card c where c.id = p_id;
  perform core.accept('change.withdraw', 'change_request', p_id, to_jsonb(v_made));
  return v_made;
end
$$;

ALTER FUNCTION api_1.withdraw_change(p_id bigint) OWNER TO kam_api;

--
-- Name: attempt_key(text[]); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.attempt_key(VARIADIC p_parts text[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    RETURN sha256(convert_to(array_to_string(p_parts, chr(31)), 'UTF8'::name));

ALTER FUNCTION auth.attempt_key(VARIADIC p_parts text[]) OWNER TO kam_auth;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: known_source; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.known_source (
    person_id bigint NOT NULL,
    source text NOT NULL,
    last_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY kam.known_source FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.known_source OWNER TO kam_owner;

--
-- Name: knows_source(bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.knows_source(p_person_id bigint, p_source text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (EXISTS (SELECT FROM kam.known_source k WHERE ((k.person_id = knows_source.p_person_id) AND (k.source = knows_source.p_source) AND (k.last_at > (now() - '90 days'::interval)))));

ALTER FUNCTION auth.knows_source(p_person_id bigint, p_source text) OWNER TO kam_auth;

--
-- Name: source(text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.source(p_origin text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
declare
  v_address text := coalesce(substring(p_origin from '^\[(.*)\](?::\d+)?$'), substring(p_origin from '^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$'), p_origin, '');
begin
  if v_address !~ '^[0-9A-Fa-f:.]+$' then
    return v_address;
  end if;
  if family(v_address::inet) = 6 then
    return network(set_masklen(v_address::inet, 64))::text;
  end if;
  return host(v_address::inet);
exception when invalid_text_representation then
  return v_address;
end
$_$;

ALTER FUNCTION auth.source(p_origin text) OWNER TO kam_auth;

--
-- Name: account_key(text, bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.account_key(p_login text, p_person_id bigint, p_origin text) RETURNS bytea
    LANGUAGE sql STABLE
    RETURN CASE WHEN ((p_person_id IS NOT NULL) AND auth.knows_source(p_person_id, auth.source(p_origin))) THEN auth.attempt_key(VARIADIC ARRAY['known'::text, lower(p_login), auth.source(p_origin)]) ELSE auth.attempt_key(VARIADIC ARRAY['account'::text, lower(p_login)]) END;

ALTER FUNCTION auth.account_key(p_login text, p_person_id bigint, p_origin text) OWNER TO kam_auth;

--
-- Name: base32(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.base32(p_bytes bytea) RETURNS text
    LANGUAGE sql IMMUTABLE
    BEGIN ATOMIC
 SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ'::text, (1 + ((((get_byte(base32.p_bytes, ((i.i * 5) / 8)) << 8) | get_byte(base32.p_bytes, (((i.i * 5) / 8) + 1))) >> (11 - ((i.i * 5) % 8))) & 31)), 1), ''::text ORDER BY i.i) AS string_agg
    FROM generate_series(0, 25) i(i);
END;

ALTER FUNCTION auth.base32(p_bytes bytea) OWNER TO kam_auth;

--
-- Name: begin_session(bigint, bytea, text, text, boolean); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.begin_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_password_expired boolean, OUT expires_at timestamp with time zone, OUT crowded_out integer) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
  v_idle interval := make_interval(mins => auth.number_setting('session_idle_minutes'));
  v_expires_at timestamptz := now() + make_interval(hours => auth.number_setting('session_absolute_hours'));
  v_token_hash bytea;
begin
  crowded_out := 0;
  -- One login of a person at a time, so that the count below is right; and none that slips past a disabling.
  perform pg_advisory_xact_lock(hashtextextended('kam.session', p_person_id));
  if exists (select from kam.person n where n.id = p_person_id and n.disabled_at is not null) then
    return;
  end if;
  for v_token_hash in
    update kam.session s set ended_at = now(), end_reason = 'crowded_out' where s.token_hash in (
      select o.token_hash from kam.session o where o.person_id = p_person_id and o.ended_at is null and o.expires_at > now() and o.idle_until > now()
      order by o.opened_at desc offset 15)
    returning s.token_hash
  loop
    perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
    crowded_out := crowded_out + 1;
  end loop;
  perform auth.note_source(p_person_id, p_origin);
  insert into kam.session (token_hash, person_id, opened_at, idle_until, touch_after, expires_at, password_expired, origin, client)
    values (p_token_hash, p_person_id, now(), least(v_expires_at, now() + v_idle), now() + least(v_idle / 4, interval '1 minute'), v_expires_at,
      p_password_expired, coalesce(p_origin, ''), left(coalesce(p_client, ''), 64));
  expires_at := v_expires_at;
end
$$;

ALTER FUNCTION auth.begin_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_password_expired boolean, OUT expires_at timestamp with time zone, OUT crowded_out integer) OWNER TO kam_auth;

--
-- Name: certificate_begin(text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.certificate_begin(p_names text) RETURNS TABLE(person_id bigint, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_delay_ms int4;
begin
  person_id := auth.certificate_holder(p_names);
  if person_id is null then
    return;
  end if;
  select f.sealed into sealed from kam.second_factor f where f.person_id = certificate_begin.person_id and f.confirmed_at is not null;
  if sealed is not null then
    v_delay_ms := auth.count_attempt(auth.attempt_key('code', person_id::text), 5, 300);
    if v_delay_ms > 0 then
      perform core.fail('login_delayed', null, ceil(v_delay_ms / 1000.0)::text);
    end if;
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.certificate_begin(p_names text) OWNER TO kam_auth;

--
-- Name: certificate_holder(text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.certificate_holder(p_names text) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  select min(n.id)
  from kam.certificate_name c join kam.person n on n.id = c.person_id
  where c.name = any (string_to_array(p_names, E'\n'))
  having count(distinct n.id) = 1 and bool_and(n.disabled_at is null)
$$;

ALTER FUNCTION auth.certificate_holder(p_names text) OWNER TO kam_auth;

--
-- Name: code_failed(bigint, text, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.code_failed(p_person_id bigint, p_origin text, p_method text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  perform auth.record('denied', p_person_id, p_origin, p_method, 'second_factor.try');
end
$$;

ALTER FUNCTION auth.code_failed(p_person_id bigint, p_origin text, p_method text) OWNER TO kam_auth;

--
-- Name: confirm_second_factor(bytea, bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.confirm_second_factor(p_token_hash bytea, p_step bigint) RETURNS TABLE(code text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_holder record;
  v_canonical text;
begin
  select * into v_holder from auth.session_holder(p_token_hash);
  update kam.second_factor f set confirmed_at = now(), last_step = p_step where f.person_id = v_holder.person_id and f.confirmed_at is null;
  if not found then
    perform core.fail('second_factor_enrolled');
  end if;
  delete from kam.login_attempt a where a.key = auth.attempt_key('code', v_holder.person_id::text);
  perform auth.record('accepted', v_holder.person_id, v_holder.origin, 'kam.v1.Sessions/ConfirmSecondFactor', 'second_factor.confirm');
  for i in 1 .. 10 loop
    v_canonical := substr(auth.base32(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))), 1, 16);
    insert into kam.recovery_code (person_id, code_hash) values (v_holder.person_id, sha256(convert_to(v_canonical, 'UTF8')));
    code := regexp_replace(v_canonical, '^(.{4})(.{4})(.{4})(.{4})$', '\1-\2-\3-\4');
    return next;
  end loop;
end
$_$;

ALTER FUNCTION auth.confirm_second_factor(p_token_hash bytea, p_step bigint) OWNER TO kam_auth;

--
-- Name: count_attempt(bytea, integer, integer); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.count_attempt(p_key bytea, p_free integer, p_most integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
  v_attempt kam.login_attempt;
begin
  insert into kam.login_attempt (key, failures, last_at, not_before) values (p_key, 0, now(), now()) on conflict (key) do nothing;
  select * into v_attempt from kam.login_attempt a where a.key = p_key for update;
  if v_attempt.not_before > now() then
    return ceil(extract(epoch from v_attempt.not_before - now()) * 1000);
  end if;
  -- A day without an attempt forgets the failures.
  v_attempt.failures := case when v_attempt.last_at < now() - interval '1 day' then 1 else v_attempt.failures + 1 end;
  update kam.login_attempt a
    set failures = v_attempt.failures, last_at = now(), not_before = now() + make_interval(secs => auth.delay_s(v_attempt.failures, p_free, p_most))
    where a.key = p_key;
  return 0;
end
$$;

ALTER FUNCTION auth.count_attempt(p_key bytea, p_free integer, p_most integer) OWNER TO kam_auth;

--
-- Name: delay_s(integer, integer, integer); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.delay_s(p_failures integer, p_free integer, p_most integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (p_failures <= p_free) THEN 0 ELSE (LEAST(((2)::double precision ^ (LEAST(((p_failures - p_free) - 1), 20))::double precision), (p_most)::double precision))::integer END;

ALTER FUNCTION auth.delay_s(p_failures integer, p_free integer, p_most integer) OWNER TO kam_auth;

--
-- Name: end_session(bigint, bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.end_session(p_person_id bigint, p_id bigint, p_reason text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_token_hash bytea;
begin
  update kam.session s set ended_at = now(), end_reason = p_reason
    where s.id = p_id and s.person_id = p_person_id and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
    returning s.token_hash into v_token_hash;
  if not found then
    return false;
  end if;
  perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
  return true;
end
$$;

ALTER FUNCTION auth.end_session(p_person_id bigint, p_id bigint, p_reason text) OWNER TO kam_auth;

--
-- Name: end_sessions(bigint, text, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.end_sessions(p_person_id bigint, p_reason text, p_except bytea DEFAULT NULL::bytea) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_token_hash bytea;
  v_ended int4 := 0;
begin
  -- Waits for a login of this person that is under way, so that its session is among those that end.
  perform pg_advisory_xact_lock(hashtextextended('kam.session', p_person_id));
  for v_token_hash in
    update kam.session s set ended_at = now(), end_reason = p_reason
    where s.person_id = p_person_id and s.ended_at is null and s.token_hash is distinct from p_except
    returning s.token_hash
  loop
    perform pg_notify('kam_session_ended', encode(v_token_hash, 'hex'));
    v_ended := v_ended + 1;
  end loop;
  return v_ended;
end
$$;

ALTER FUNCTION auth.end_sessions(p_person_id bigint, p_reason text, p_except bytea) OWNER TO kam_auth;

--
-- Name: enrol_second_factor(bytea, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.enrol_second_factor(p_token_hash bytea, p_sealed bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_person_id int8 := (select h.person_id from auth.session_holder(p_token_hash) h);
begin
  delete from kam.login_attempt a where a.key = auth.attempt_key('change', v_person_id::text);
  insert into kam.second_factor as f (person_id, sealed, made_at) values (v_person_id, p_sealed, now())
    on conflict on constraint second_factor_pkey do update set sealed = excluded.sealed, made_at = excluded.made_at, last_step = 0
    where f.confirmed_at is null;
  if not found then
    perform core.fail('second_factor_enrolled');
  end if;
end
$$;

ALTER FUNCTION auth.enrol_second_factor(p_token_hash bytea, p_sealed bytea) OWNER TO kam_auth;

--
-- Name: first_admin(text, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.first_admin(p_login text, p_name text) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
  v_login text := lower(btrim(p_login));
  v_person int8;
  v_unit int8;
  v_post int8;
  v_token text;
begin
  select n.id into v_person from kam.person n where n.login = v_login;
  if not found then
    v_person := nextval('kam.person_id_seq');
    insert into kam.person (id, login, name, name_keys) values (v_person, v_login, btrim(p_name), core.name_keys(btrim(p_name)));
  end if;
  update kam.person n set disabled_at = null where n.id = v_person and n.disabled_at is not null;
  if not exists (select from kam.effective_right e where e.person_id = v_person and e.right_name = 'user.admin' and e.valid_to = 'infinity') then
    insert into kam.unit (code, name, kind) values ('KAM', '系统管理', 'company') on conflict (code) do nothing;
    select u.id into v_unit from kam.unit u where u.code = 'KAM';
    insert into kam.post (code, name, unit_id, role, headcount) values ('KAM-ADM', '系统管理员', v_unit, 'ADM', 8) on conflict (code) do nothing;
    select p.id into v_post from kam.post p where p.code = 'KAM-ADM';
    insert into kam.assignment (person_id, post_id, starts_on) values (v_person, v_post, core.today());
  end if;
  v_token := auth.reset_person(v_person);
  perform auth.reset_second_factor(v_person);
  perform core.accept_installation('installation.first_admin', 'person', v_person);
  return v_token;
end
$$;

ALTER FUNCTION auth.first_admin(p_login text, p_name text) OWNER TO kam_auth;

--
-- Name: former_passwords(bytea, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.former_passwords(p_token_hash bytea, p_one_time_hash bytea) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select h.password_hash
  from kam.password_history h
  where h.person_id = coalesce(
    (select s.person_id from kam.session s where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now()),
    (select t.person_id from kam.one_time_token t where t.token_hash = p_one_time_hash and t.used_at is null and t.expires_at > now()))
  order by h.replaced_at desc
  limit auth.number_setting('password_history')
$$;

ALTER FUNCTION auth.former_passwords(p_token_hash bytea, p_one_time_hash bytea) OWNER TO kam_auth;

--
-- Name: keep_services_without_password(); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.keep_services_without_password() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (select from kam.person n where n.id = new.person_id and n.service) then
    perform core.fail('service_without_password', 'id');
  end if;
  return new;
end
$$;

ALTER FUNCTION auth.keep_services_without_password() OWNER TO kam_auth;

--
-- Name: login_begin(text, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.login_begin(p_login text, p_origin text) RETURNS TABLE(person_id bigint, password_hash text, delay_ms integer, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_source text := auth.source(p_origin);
begin
  -- Old counters go a few at a time, so that made-up logins cannot fill the table.
  delete from kam.login_attempt a where a.key in (
    select o.key from kam.login_attempt o where o.last_at < now() - interval '2 days' order by o.last_at limit 20 for update skip locked);
  select n.id, c.password_hash, f.sealed into person_id, password_hash, sealed
    from kam.person n join kam.credential c on c.person_id = n.id
    left join kam.second_factor f on f.person_id = n.id and f.confirmed_at is not null
    where n.login = lower(p_login) and n.disabled_at is null;
  -- A source that has to wait makes no try, so none is held against the account it names.
  delay_ms := auth.wait_ms(auth.attempt_key('source', v_source));
  if delay_ms = 0 then
    delay_ms := auth.count_attempt(auth.account_key(p_login, person_id, p_origin), 5, 300);
  end if;
  if delay_ms = 0 then
    delay_ms := auth.count_attempt(auth.attempt_key('source', v_source), 30, 60);
  end if;
  if delay_ms > 0 then
    person_id := null;
    password_hash := null;
    sealed := null;
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.login_begin(p_login text, p_origin text) OWNER TO kam_auth;

--
-- Name: login_failed(text, bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.login_failed(p_login text, p_person_id bigint, p_origin text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if p_person_id is not null then
    perform auth.record('denied', p_person_id, p_origin, 'kam.v1.Sessions/Login', 'session.open');
  else
    update kam.login_attempt a set last_at = now() where a.key = auth.account_key(p_login, null, p_origin);
  end if;
end
$$;

ALTER FUNCTION auth.login_failed(p_login text, p_person_id bigint, p_origin text) OWNER TO kam_auth;

--
-- Name: login_halfway(text, bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.login_halfway(p_login text, p_person_id bigint, p_origin text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  update kam.login_attempt a set failures = greatest(a.failures - 1, 0), not_before = now()
    where a.key in (auth.account_key(p_login, p_person_id, p_origin), auth.attempt_key('source', auth.source(p_origin)));
end
$$;

ALTER FUNCTION auth.login_halfway(p_login text, p_person_id bigint, p_origin text) OWNER TO kam_auth;

--
-- Name: logout(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.logout(p_token_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_session record;
begin
  update kam.session s set ended_at = now(), end_reason = 'logout' where s.token_hash = p_token_hash and s.ended_at is null
    returning s.person_id, s.origin into v_session;
  if not found then
    return false;
  end if;
  perform pg_notify('kam_session_ended', encode(p_token_hash, 'hex'));
  perform auth.record('accepted', v_session.person_id, v_session.origin, 'kam.v1.Sessions/Logout', 'session.close');
  return true;
end
$$;

ALTER FUNCTION auth.logout(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: new_one_time_token(bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.new_one_time_token(p_person_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_canonical text := auth.base32(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
begin
  delete from kam.one_time_token t where t.person_id = p_person_id;
  insert into kam.one_time_token (token_hash, person_id, made_at, expires_at)
    values (sha256(convert_to(v_canonical, 'UTF8')), p_person_id, now(), now() + make_interval(hours => auth.number_setting('one_time_token_hours')));
  return regexp_replace(v_canonical, '^(.{5})(.{5})(.{5})(.{5})(.{6})$', '\1-\2-\3-\4-\5');
end
$_$;

ALTER FUNCTION auth.new_one_time_token(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: note_source(bigint, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.note_source(p_person_id bigint, p_origin text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into kam.known_source as k (person_id, source, last_at) values (p_person_id, auth.source(p_origin), now())
    on conflict on constraint known_source_pkey do update set last_at = excluded.last_at;
  delete from kam.known_source k where k.person_id = p_person_id and k.last_at < now() - interval '90 days';
end
$$;

ALTER FUNCTION auth.note_source(p_person_id bigint, p_origin text) OWNER TO kam_auth;

--
-- Name: setting; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.setting (
    name text NOT NULL,
    value text NOT NULL
);

ALTER TABLE ONLY core.setting FORCE ROW LEVEL SECURITY;

ALTER TABLE core.setting OWNER TO kam_owner;

--
-- Name: setting(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.setting(p_name text) RETURNS text
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT s.value
    FROM core.setting s
   WHERE (s.name = setting.p_name);
END;

ALTER FUNCTION core.setting(p_name text) OWNER TO kam_owner;

--
-- Name: number_setting(text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.number_setting(p_name text) RETURNS integer
    LANGUAGE sql STABLE
    RETURN (COALESCE(NULLIF(current_setting(('kam.'::text || p_name), true), ''::text), core.setting(p_name)))::integer;

ALTER FUNCTION auth.number_setting(p_name text) OWNER TO kam_auth;

--
-- Name: open_by_certificate(text, bytea, text, text, bigint, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) RETURNS TABLE(person_id bigint, name text, login text, expires_at timestamp with time zone, crowded_out integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  select n.id, n.name, n.login into person_id, name, login from kam.person n where n.id = auth.certificate_holder(p_names);
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/LoginByCertificate') then
    select null, null, null into person_id, name, login;
    return next;
    return;
  end if;
  select b.expires_at, b.crowded_out into expires_at, crowded_out from auth.begin_session(person_id, p_token_hash, p_origin, p_client, false) b;
  if expires_at is null then
    return;
  end if;
  delete from kam.login_attempt a where a.key = auth.attempt_key('code', person_id::text);
  perform auth.record('accepted', person_id, p_origin, 'kam.v1.Sessions/LoginByCertificate', 'session.open');
  return next;
end
$$;

ALTER FUNCTION auth.open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) OWNER TO kam_auth;

--
-- Name: open_session(bigint, bytea, text, text, text, bigint, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.open_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step bigint, p_recovery_hash bytea) RETURNS TABLE(name text, expires_at timestamp with time zone, password_expired boolean, crowded_out integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_account_key bytea;
begin
  -- The key before the new session makes the source a known one: the one login_begin counted under.
  select n.name, auth.account_key(n.login, n.id, p_origin), auth.password_aged(c.set_at) into name, v_account_key, password_expired
    from kam.person n join kam.credential c on c.person_id = n.id
    where n.id = p_person_id;
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(p_person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/Login') then
    name := null;
    password_expired := null;
    return next;
    return;
  end if;
  select b.expires_at, b.crowded_out into expires_at, crowded_out from auth.begin_session(p_person_id, p_token_hash, p_origin, p_client, password_expired) b;
  if expires_at is null then
    return;
  end if;
  if p_rehash is not null then
    update kam.credential c set password_hash = p_rehash where c.person_id = p_person_id;
  end if;
  delete from kam.login_attempt a where a.key = v_account_key;
  update kam.login_attempt a set failures = greatest(a.failures - 1, 0), not_before = now()
    where a.key = auth.attempt_key('source', auth.source(p_origin));
  perform auth.record('accepted', p_person_id, p_origin, 'kam.v1.Sessions/Login', 'session.open');
  return next;
end
$$;

ALTER FUNCTION auth.open_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step bigint, p_recovery_hash bytea) OWNER TO kam_auth;

--
-- Name: pass_second_factor(bigint, bigint, bytea, text, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.pass_second_factor(p_person_id bigint, p_step bigint, p_recovery_hash bytea, p_origin text, p_method text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
  if not exists (select from kam.second_factor f where f.person_id = p_person_id and f.confirmed_at is not null) then
    return true;
  end if;
  if p_recovery_hash is not null then
    update kam.recovery_code r set used_at = now() where r.person_id = p_person_id and r.code_hash = p_recovery_hash and r.used_at is null;
  else
    update kam.second_factor f set last_step = p_step where f.person_id = p_person_id and f.last_step < p_step;
  end if;
  if not found then
    perform auth.code_failed(p_person_id, p_origin, p_method);
    return false;
  end if;
  if p_recovery_hash is not null then
    perform auth.record('accepted', p_person_id, p_origin, p_method, 'recovery_code.use');
  end if;
  return true;
end
$$;

ALTER FUNCTION auth.pass_second_factor(p_person_id bigint, p_step bigint, p_recovery_hash bytea, p_origin text, p_method text) OWNER TO kam_auth;

--
-- Name: password_aged(timestamp with time zone); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.password_aged(p_set_at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_days int4 := auth.number_setting('password_max_days');
begin
  return v_days > 0 and p_set_at < now() - make_interval(days => v_days);
end
$$;

ALTER FUNCTION auth.password_aged(p_set_at timestamp with time zone) OWNER TO kam_auth;

--
-- Name: password_of(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.password_of(p_token_hash bytea) RETURNS TABLE(person_id bigint, login text, password_hash text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_delay_ms int4;
begin
  select n.id, n.login, c.password_hash into person_id, login, password_hash
    from kam.session s join kam.person n on n.id = s.person_id and n.disabled_at is null join kam.credential c on c.person_id = n.id
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    return;
  end if;
  v_delay_ms := auth.count_attempt(auth.attempt_key('change', person_id::text), 5, 300);
  if v_delay_ms > 0 then
    perform core.fail('login_delayed', null, ceil(v_delay_ms / 1000.0)::text);
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.password_of(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: purge(); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.purge() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_sessions int8;
  v_tokens int8;
  v_attempts int8;
begin
  delete from kam.session s where s.token_hash in (
    select o.token_hash from kam.session o
    where o.opened_at < now() - interval '91 days' and o.expires_at < now() - interval '1 day' limit 2000);
  get diagnostics v_sessions = row_count;
  delete from kam.one_time_token t where t.expires_at < now() - interval '7 days' or t.used_at < now() - interval '7 days';
  get diagnostics v_tokens = row_count;
  delete from kam.login_attempt a where a.key in (
    select o.key from kam.login_attempt o where o.last_at < now() - interval '2 days' limit 2000 for update skip locked);
  get diagnostics v_attempts = row_count;
  return greatest(v_sessions, v_tokens, v_attempts);
end
$$;

ALTER FUNCTION auth.purge() OWNER TO kam_auth;

--
-- Name: record(kam.outcome, bigint, text, text, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.record(p_outcome kam.outcome, p_person_id bigint, p_origin text, p_method text, p_act text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), p_outcome, p_person_id, coalesce(p_origin, ''), p_method, p_act, '', 'person', p_person_id,
      nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
end
$$;

ALTER FUNCTION auth.record(p_outcome kam.outcome, p_person_id bigint, p_origin text, p_method text, p_act text) OWNER TO kam_auth;

--
-- Name: redeem(bytea, text, bytea, text, text, bigint, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) RETURNS TABLE(person_id bigint, name text, login text, expires_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  select n.id, n.name, n.login into person_id, name, login
    from kam.one_time_token t join kam.person n on n.id = t.person_id and n.disabled_at is null
    where t.token_hash = p_one_time_hash and t.used_at is null and t.expires_at > now()
    for update of t;
  if not found then
    return;
  end if;
  if not auth.pass_second_factor(person_id, p_step, p_recovery_hash, p_origin, 'kam.v1.Sessions/RedeemToken') then
    select null, null, null into person_id, name, login;
    return next;
    return;
  end if;
  update kam.one_time_token t set used_at = now() where t.token_hash = p_one_time_hash;
  perform auth.remember_password(redeem.person_id);
  insert into kam.credential as c (person_id, password_hash, set_at) values (redeem.person_id, p_password_hash, now())
    on conflict on constraint credential_pkey do update set password_hash = excluded.password_hash, set_at = excluded.set_at;
  perform auth.end_sessions(person_id, 'password_changed');
  delete from kam.login_attempt a
    where a.key in (auth.attempt_key('account', login), auth.attempt_key('change', person_id::text), auth.attempt_key('code', person_id::text));
  select b.expires_at into expires_at from auth.begin_session(person_id, p_session_token_hash, p_origin, p_client, false) b;
  if expires_at is null then
    return;
  end if;
  perform auth.record('accepted', person_id, p_origin, 'kam.v1.Sessions/RedeemToken', 'password.set');
  return next;
end
$$;

ALTER FUNCTION auth.redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) OWNER TO kam_auth;

--
-- Name: redeem_begin(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.redeem_begin(p_token_hash bytea) RETURNS TABLE(person_id bigint, login text, sealed bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_delay_ms int4;
begin
  select n.id, n.login, f.sealed into person_id, login, sealed
    from kam.one_time_token t join kam.person n on n.id = t.person_id and n.disabled_at is null
    left join kam.second_factor f on f.person_id = n.id and f.confirmed_at is not null
    where t.token_hash = p_token_hash and t.used_at is null and t.expires_at > now();
  if not found then
    return;
  end if;
  if sealed is not null then
    v_delay_ms := auth.count_attempt(auth.attempt_key('code', person_id::text), 5, 300);
    if v_delay_ms > 0 then
      perform core.fail('login_delayed', null, ceil(v_delay_ms / 1000.0)::text);
    end if;
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.redeem_begin(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: remember_password(bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.remember_password(p_person_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into kam.password_history (person_id, replaced_at, password_hash)
    select c.person_id, clock_timestamp(), c.password_hash from kam.credential c where c.person_id = p_person_id;
  delete from kam.password_history h where h.person_id = p_person_id and h.replaced_at not in (
    select k.replaced_at from kam.password_history k where k.person_id = p_person_id
    order by k.replaced_at desc limit auth.number_setting('password_history'));
end
$$;

ALTER FUNCTION auth.remember_password(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: remove_second_factor(bytea, bigint, bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.remove_second_factor(p_token_hash bytea, p_step bigint, p_recovery_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_holder record;
begin
  select * into v_holder from auth.session_holder(p_token_hash);
  if not auth.pass_second_factor(v_holder.person_id, p_step, p_recovery_hash, v_holder.origin, 'kam.v1.Sessions/RemoveSecondFactor') then
    return false;
  end if;
  delete from kam.second_factor f where f.person_id = v_holder.person_id;
  delete from kam.login_attempt a where a.key in (auth.attempt_key('code', v_holder.person_id::text), auth.attempt_key('change', v_holder.person_id::text));
  perform auth.record('accepted', v_holder.person_id, v_holder.origin, 'kam.v1.Sessions/RemoveSecondFactor', 'second_factor.remove');
  return true;
end
$$;

ALTER FUNCTION auth.remove_second_factor(p_token_hash bytea, p_step bigint, p_recovery_hash bytea) OWNER TO kam_auth;

--
-- Name: reset_person(bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.reset_person(p_person_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  perform auth.end_sessions(p_person_id, 'reset');
  perform auth.remember_password(p_person_id);
  delete from kam.credential c where c.person_id = p_person_id;
  return auth.new_one_time_token(p_person_id);
end
$$;

ALTER FUNCTION auth.reset_person(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: reset_second_factor(bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.reset_second_factor(p_person_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  delete from kam.second_factor f where f.person_id = p_person_id;
  if not found then
    return false;
  end if;
  perform auth.end_sessions(p_person_id, 'reset');
  return true;
end
$$;

ALTER FUNCTION auth.reset_second_factor(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: resume(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.resume(p_token_hash bytea) RETURNS TABLE(person_id bigint, expires_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if auth.touch(p_token_hash) then
    return query select s.person_id, s.expires_at from kam.session s where s.token_hash = p_token_hash;
  end if;
end
$$;

ALTER FUNCTION auth.resume(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: second_factor_of(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.second_factor_of(p_token_hash bytea) RETURNS TABLE(person_id bigint, sealed bytea, confirmed boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_delay_ms int4;
begin
  select h.person_id into person_id from auth.session_holder(p_token_hash) h;
  select f.sealed, f.confirmed_at is not null into sealed, confirmed from kam.second_factor f where f.person_id = second_factor_of.person_id;
  if not found then
    perform core.fail('second_factor_missing');
  end if;
  v_delay_ms := auth.count_attempt(auth.attempt_key('code', person_id::text), 5, 300);
  if v_delay_ms > 0 then
    perform core.fail('login_delayed', null, ceil(v_delay_ms / 1000.0)::text);
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.second_factor_of(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: session_holder(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.session_holder(p_token_hash bytea) RETURNS TABLE(person_id bigint, origin text)
    LANGUAGE plpgsql
    AS $$
declare
  v_expired bool;
begin
  select s.person_id, s.origin, s.password_expired into person_id, origin, v_expired
    from kam.session s
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    perform core.fail('session_missing');
  end if;
  if v_expired then
    perform core.fail('password_expired');
  end if;
  return next;
end
$$;

ALTER FUNCTION auth.session_holder(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: sessions_of(bigint); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.sessions_of(p_person_id bigint) RETURNS TABLE(id bigint, opened_at timestamp with time zone, idle_until timestamp with time zone, expires_at timestamp with time zone, origin text, client text, is_current boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select s.id, s.opened_at, s.idle_until, s.expires_at, s.origin, s.client, s.token_hash = decode(nullif(current_setting('kam.session', true), ''), 'hex')
  from kam.session s
  where s.person_id = p_person_id and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
  order by s.opened_at desc, s.id desc
$$;

ALTER FUNCTION auth.sessions_of(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: set_password(bytea, text); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.set_password(p_token_hash bytea, p_password_hash text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_session record;
begin
  update kam.session s set password_expired = false
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now()
    returning s.person_id, s.origin into v_session;
  if not found then
    perform core.fail('session_missing');
  end if;
  perform auth.remember_password(v_session.person_id);
  update kam.credential c set password_hash = p_password_hash, set_at = now() where c.person_id = v_session.person_id;
  delete from kam.login_attempt a where a.key = auth.attempt_key('change', v_session.person_id::text);
  perform auth.end_sessions(v_session.person_id, 'password_changed', p_token_hash);
  perform auth.record('accepted', v_session.person_id, v_session.origin, 'kam.v1.Sessions/ChangePassword', 'password.change');
end
$$;

ALTER FUNCTION auth.set_password(p_token_hash bytea, p_password_hash text) OWNER TO kam_auth;

--
-- Name: touch(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.touch(p_token_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_idle interval := make_interval(mins => auth.number_setting('session_idle_minutes'));
begin
  update kam.session s set idle_until = least(s.expires_at, now() + v_idle), touch_after = now() + least(v_idle / 4, interval '1 minute')
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  return found;
end
$$;

ALTER FUNCTION auth.touch(p_token_hash bytea) OWNER TO kam_auth;

--
-- Name: login_attempt; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.login_attempt (
    key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    CONSTRAINT login_attempt_failures_positive CHECK ((failures >= 0)),
    CONSTRAINT login_attempt_key_is_sha256 CHECK ((octet_length(key) = 32))
)
WITH (fillfactor='70');

ALTER TABLE ONLY kam.login_attempt FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.login_attempt OWNER TO kam_owner;

--
-- Name: wait_ms(bytea); Type: FUNCTION; Schema: auth; Owner: kam_auth
--

CREATE FUNCTION auth.wait_ms(p_key bytea) RETURNS integer
    LANGUAGE sql STABLE
    RETURN COALESCE((SELECT (ceil((EXTRACT(epoch FROM (a.not_before - now())) * (1000)::numeric)))::integer AS ceil FROM kam.login_attempt a WHERE ((a.key = wait_ms.p_key) AND (a.not_before > now()))), 0);

ALTER FUNCTION auth.wait_ms(p_key bytea) OWNER TO kam_auth;

--
-- Name: abandon_uploads(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.abandon_uploads() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_id int8;
  v_done int8 := 0;
begin
  for v_id in
    select d.id from kam.document d
    where d.state = 'uploading' and d.created_at < now() - make_interval(hours => greatest(core.setting('document_upload_hours')::int4, 1))
    order by d.id limit 100 for no key update skip locked
  loop
    perform set_config('kam.act', '', true), set_config('kam.digest', '', true);
    perform core.drop_file(v_id, 'cancelled');
    perform core.accept_installation('document.abandon', 'document', v_id);
    v_done := v_done + 1;
  end loop;
  return v_done;
end
$$;

ALTER FUNCTION core.abandon_uploads() OWNER TO kam_job;

--
-- Name: accept(text, text, bigint, jsonb, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_person int8 := core.principal();
  v_call text[] := string_to_array(current_setting('kam.call'), E'\x1f');
  v_request bytea := decode(v_call[5], 'hex');
  v_act text := current_setting('kam.act', true);
  v_digest text := current_setting('kam.digest', true);
begin
  insert into kam.request (person_id, request_id, method, body_hash, accepted_at, subject_kind, subject_id, reply)
    values (v_person, v_request, v_call[2], decode(v_call[6], 'hex'), now(), p_subject_kind, p_subject_id, p_reply);
  insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, request_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', v_person, core.acting_for(p_subject_kind, p_subject_id), v_call[3], v_call[2], p_act,
      v_call[1], p_subject_kind, p_subject_id, p_reason,
      case when v_act <> '' then v_act::int8 else nextval('kam.act_id_seq') end,
      v_request, case when v_digest <> '' then decode(v_digest, 'hex') else decode(repeat('00', 32), 'hex') end);
end
$$;

ALTER FUNCTION core.accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text) OWNER TO kam_owner;

--
-- Name: accept_disclosure(text, text, bigint[], text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_id int8 := nextval('kam.journal_id_seq');
begin
  insert into kam.disclosure (journal_id, at, kind, record_ids) values (v_id, now(), p_kind, p_record_ids);
  insert into kam.journal (id, at, outcome, person_id, origin, method, act, right_name, subject_kind, reason, act_id, digest, principal_id)
    values (v_id, now(), 'accepted', core.principal(), core.origin(), core.method(), p_act, coalesce(core.right_in_use(), ''), p_kind, p_reason,
      nextval('kam.act_id_seq'), core.disclosed(p_kind, p_record_ids),
      -- As somebody's deputy when one of the records is reached by his rights alone.
      case when p_record_ids = '{}' then core.acting_for(p_kind, null)
        else (select a from unnest(p_record_ids) i cross join lateral core.acting_for(p_kind, i) a where a is not null limit 1) end);
end
$$;

ALTER FUNCTION core.accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text) OWNER TO kam_owner;

--
-- Name: accept_installation(text, text, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.accept_installation(p_act text, p_subject_kind text DEFAULT NULL::text, p_subject_id bigint DEFAULT NULL::bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_act text := nullif(current_setting('kam.act', true), '');
begin
  if v_act is null and p_subject_id is null then
    return;
  end if;
  insert into kam.journal (id, at, outcome, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', 'installation', '', p_act, '', p_subject_kind, p_subject_id,
      coalesce(v_act::int8, nextval('kam.act_id_seq')),
      decode(coalesce(nullif(current_setting('kam.digest', true), ''), repeat('00', 32)), 'hex'));
end
$$;

ALTER FUNCTION core.accept_installation(p_act text, p_subject_kind text, p_subject_id bigint) OWNER TO kam_owner;

--
-- Name: accept_read(text, text, bigint, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, reason, act_id, digest)
    values (nextval('kam.journal_id_seq'), now(), 'accepted', core.principal(), core.acting_for(p_subject_kind, p_subject_id), core.origin(), core.method(), p_act,
      coalesce(core.right_in_use(), ''), p_subject_kind, p_subject_id, p_reason, nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
end
$$;

ALTER FUNCTION core.accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text) OWNER TO kam_owner;

--
-- Name: account_by_code(text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.account_by_code(p_code text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select coalesce((select a.id from kam.account a where a.code = p_code),
    (select m.account_id from kam.merge m where m.code = p_code and m.undone_at is null))
$$;

ALTER FUNCTION core.account_by_code(p_code text) OWNER TO kam_search;

--
-- Name: account_key(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.account_key(p_account_id bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (p_account_id + '4611686018427387904'::bigint);

ALTER FUNCTION core.account_key(p_account_id bigint) OWNER TO kam_owner;

--
-- Name: account_name(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.account_name(p_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return (select a.name from kam.account a where a.id = p_id);
end
$$;

ALTER FUNCTION core.account_name(p_id bigint) OWNER TO kam_owner;

--
-- Name: acting_for(text, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.acting_for(p_kind text, p_id bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_right record;
  v_keys int8[];
begin
  select e.deputy_of, e.own_keys into v_right from kam.effective_right e
    where e.person_id = core.principal() and e.right_name = core.right_in_use() and e.valid_from <= now() and e.valid_to > now() and e.deputy_of is not null;
  if not found then
    return null;
  end if;
  select core.row_keys(x.owner_id, x.unit_id, x.account_id) into v_keys from core.subject(p_kind, p_id) x;
  if not found then
    return case when v_right.own_keys = '{}' then v_right.deputy_of[1] end;
  end if;
  if v_right.own_keys && v_keys then
    return null;
  end if;
  return coalesce(
    (select e.person_id from kam.effective_right e
      where e.person_id = any (v_right.deputy_of) and e.right_name = core.right_in_use() and e.valid_from <= now() and e.valid_to > now()
        and coalesce(e.own_keys, e.keys) && v_keys
      order by e.person_id limit 1),
    v_right.deputy_of[1]);
end
$$;

ALTER FUNCTION core.acting_for(p_kind text, p_id bigint) OWNER TO kam_owner;

--
-- Name: after_word(text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.after_word(p_word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (p_word || chr(1114111));

ALTER FUNCTION core.after_word(p_word text) OWNER TO kam_search;

--
-- Name: asker(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.asker() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('kam.asker'::text, true), ''::text))::bigint;

ALTER FUNCTION core.asker() OWNER TO kam_owner;

--
-- Name: begin_write(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.begin_write() RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_person int8 := core.principal();
  v_request bytea := core.request_id();
  v_earlier record;
begin
  if v_person is null then
    perform core.fail('session_missing');
  end if;
  if v_request is null then
    perform core.fail('request_id_missing');
  end if;
  -- Another call with this id is either waited for or sees our row.
  if pg_advisory_xact_lock(hashtextextended(encode(v_request, 'hex'), v_person)) is null then
    null;
  end if;
  select r.body_hash, r.method, r.reply into v_earlier
    from kam.request r where r.person_id = v_person and r.request_id = v_request;
  if not found then
    return null;
  end if;
  if v_earlier.body_hash <> core.body_hash() or v_earlier.method <> core.method() then
    perform core.fail('request_id_reused');
  end if;
  perform set_config('kam.replayed', '1', true);
  return v_earlier.reply;
end
$$;

ALTER FUNCTION core.begin_write() OWNER TO kam_owner;

--
-- Name: call_part(integer); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.call_part(p_number integer) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(split_part(current_setting('kam.call'::text, true), ''::text, p_number), ''::text);

ALTER FUNCTION core.call_part(p_number integer) OWNER TO kam_owner;

--
-- Name: body_hash(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.body_hash() RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN decode(core.call_part(6), 'hex'::text);

ALTER FUNCTION core.body_hash() OWNER TO kam_owner;

--
-- Name: callees(bigint[]); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.callees(p_account_ids bigint[]) RETURNS TABLE(account_id bigint, code text, account_name text, is_seen boolean, owner_id bigint, person_id bigint, name text, unit_name text, extension text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select a.id, a.code, a.name, s.is_seen, a.owner_id, n.id, n.name, coalesce(u.name, ''), coalesce(n.extension, '')
  from kam.account a
  cross join lateral (select core.holds('account.read', a.owner_id, a.unit_id, a.id)
    and (a.confidentiality <> 'secret' or core.holds('confidential.read', a.owner_id, a.unit_id, a.id)) as is_seen) s
  left join kam.person o on o.id = a.owner_id and o.disabled_at is null and a.confidentiality <> 'secret'
    and exists (select from core.seat(o.id))
  left join kam.person n on n.id = coalesce(o.id, core.unit_head(a.unit_id))
  left join kam.unit u on u.id = coalesce((select x.unit_id from core.seat(n.id) x), a.unit_id)
  where a.id = any (p_account_ids)
  order by a.id
$$;

ALTER FUNCTION core.callees(p_account_ids bigint[]) OWNER TO kam_search;

--
-- Name: canonical_field(bytea); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.canonical_field(p_value bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (int4send(COALESCE(octet_length(p_value), 0)) || COALESCE(p_value, '\x'::bytea));

ALTER FUNCTION core.canonical_field(p_value bytea) OWNER TO kam_owner;

--
-- Name: canonical_text(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.canonical_text(p_value text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN core.canonical_field(convert_to(p_value, 'UTF8'::name));

ALTER FUNCTION core.canonical_text(p_value text) OWNER TO kam_owner;

--
-- Name: journal; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.journal (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome kam.outcome NOT NULL,
    person_id bigint,
    principal_id bigint,
    origin text NOT NULL,
    method text NOT NULL,
    act text NOT NULL,
    right_name text NOT NULL,
    subject_kind text,
    subject_id bigint,
    reason text,
    act_id bigint NOT NULL,
    request_id bytea,
    digest bytea NOT NULL,
    seq bigint,
    hash bytea,
    keys bigint[],
    salt bytea,
    CONSTRAINT journal_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT journal_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
    CONSTRAINT journal_salt_bytes CHECK ((octet_length(salt) = 16)),
    CONSTRAINT journal_salted_when_sealed CHECK (((salt IS NULL) OR (seq IS NOT NULL))),
    CONSTRAINT journal_sealed_whole CHECK ((num_nulls(seq, hash, keys) = ANY (ARRAY[0, 3]))),
    CONSTRAINT journal_subject_whole CHECK (((subject_id IS NULL) OR (subject_kind IS NOT NULL)))
)
PARTITION BY RANGE (at);

ALTER TABLE ONLY kam.journal FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.journal OWNER TO kam_owner;

--
-- Name: canonical_row(kam.journal); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.canonical_row(p_row kam.journal) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (((((((((((((((core.canonical_text(((p_row).seq)::text) || core.canonical_text(((p_row).id)::text)) || core.canonical_text((((EXTRACT(epoch FROM (p_row).at) * (1000000)::numeric))::bigint)::text)) || core.canonical_text(((p_row).outcome)::text)) || core.canonical_text(((p_row).person_id)::text)) || core.canonical_text(((p_row).principal_id)::text)) || core.canonical_text((p_row).origin)) || core.canonical_text((p_row).method)) || core.canonical_text((p_row).act)) || core.canonical_text((p_row).right_name)) || core.canonical_text((p_row).subject_kind)) || core.canonical_text(((p_row).subject_id)::text)) || core.canonical_text((p_row).reason)) || core.canonical_text(((p_row).act_id)::text)) || core.canonical_field((p_row).request_id)) || core.canonical_field((p_row).digest));

ALTER FUNCTION core.canonical_row(p_row kam.journal) OWNER TO kam_owner;

--
-- Name: carry_rule(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.carry_rule() RETURNS TABLE(relation text, column_name text, rule text)
    LANGUAGE sql IMMUTABLE
    AS $$
  values
    ('account', 'parent_id', 'move'),
    ('account_identifier', 'account_id', 'move'),
    ('care_date', 'account_id', 'move'),
    ('change_request', 'account_id', 'move'),
    -- What both had on the same days is in the part that stays (core.join_parts()).
    ('collaboration', 'account_id', 'fold'),
    ('contact', 'account_id', 'move'),
    ('departure', 'account_id', 'move'),
    ('distinct_pair', 'account_id', 'move'),
    ('distinct_pair', 'other_id', 'move'),
    ('document', 'account_id', 'move'),
    ('document_loan', 'account_id', 'move'),
    ('interaction', 'account_id', 'move'),
    ('interaction_link', 'account_id', 'move'),
    ('interaction_person', 'account_id', 'move'),
    ('interaction_visitor', 'account_id', 'move'),
    ('member', 'account_id', 'fold'),
    ('member', 'member_account_id', 'move'),
    ('merge', 'account_id', 'move'),
    ('merge', 'parent_id', 'move'),
    ('search_entry', 'account_id', 'made'),
    ('visit_plan', 'account_id', 'move')
$$;

ALTER FUNCTION core.carry_rule() OWNER TO kam_owner;

--
-- Name: chain_part(bigint, bigint, integer); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.chain_part(p_after bigint, p_until bigint, p_most integer) RETURNS TABLE(shown kam.journal, leaf bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_row kam.journal;
  v_hidden kam.journal;
begin
  for v_row in
    select j.* from kam.journal j
    where j.seq > p_after and j.seq <= case when p_until > 0 then p_until else 9223372036854775807 end order by j.seq limit p_most
  loop
    if v_row.keys && core.held_keys() then
      shown := v_row;
      leaf := null;
    else
      v_hidden.seq := v_row.seq;
      v_hidden.hash := v_row.hash;
      shown := v_hidden;
      leaf := core.leaf(v_row);
    end if;
    return next;
  end loop;
end
$$;

ALTER FUNCTION core.chain_part(p_after bigint, p_until bigint, p_most integer) OWNER TO kam_job;

--
-- Name: leaf(kam.journal); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.leaf(p_row kam.journal) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN ((p_row).salt IS NOT NULL) THEN sha256((('\x00'::bytea || core.canonical_row(p_row)) || core.canonical_field((p_row).salt))) ELSE NULL::bytea END;

ALTER FUNCTION core.leaf(p_row kam.journal) OWNER TO kam_owner;

--
-- Name: chained(bytea, kam.journal); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.chained(p_previous bytea, p_row kam.journal) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sha256((('\x01'::bytea || p_previous) || COALESCE(core.leaf(p_row), core.canonical_row(p_row))));

ALTER FUNCTION core.chained(p_previous bytea, p_row kam.journal) OWNER TO kam_owner;

--
-- Name: changes_fault(bigint, bigint, timestamp with time zone, bytea); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_change record;
  v_digest bytea := '';
begin
  -- Written in one transaction, the images bear the time of their act.
  for v_change in
    select c.digest, not coalesce(c.digest = sha256(convert_to(concat_ws(chr(31), c.relation, c.operation, coalesce(c.row_id::text, ''),
        coalesce(c.before::text, ''), coalesce(c.after::text, '')), 'UTF8')), false)
      and not ((c.operation = 'insert' or c.before is null) and (c.operation = 'delete' or c.after is null)) as altered
    from kam.change c where c.act_id = p_act_id and c.at = p_at order by c.id
  loop
    if v_change.altered then
      return 'image_altered';
    end if;
    v_digest := sha256(v_digest || v_change.digest);
  end loop;
  if v_digest = p_digest or (v_digest = '' and p_digest = core.zero_hash()) then
    return null;
  end if;
  -- A read that showed many records: its digest is over their ids.
  if v_digest = '' and exists (select from kam.disclosure d where d.journal_id = p_id and core.disclosed(d.kind, d.record_ids) = p_digest) then
    return null;
  end if;
  if v_digest = '' and to_regclass('kam.' || to_char(p_at at time zone 'Asia/Shanghai', '"change_"YYYY_MM')) is null then
    return null;
  end if;
  return 'changes_altered';
end
$$;

ALTER FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) OWNER TO kam_owner;

--
-- Name: check_class(kam.confidentiality, kam.confidentiality, bigint, bigint, bigint, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if p_new is null then
    perform core.fail('required', p_field);
  end if;
  if (p_new = 'secret' or p_new < p_old) and not core.holds('confidential.read', p_owner_id, p_unit_id, p_account_id) then
    perform core.fail('confidentiality_out_of_reach', p_field);
  end if;
end
$$;

ALTER FUNCTION core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text) OWNER TO kam_owner;

--
-- Name: change_request_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.change_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.change_request_id_seq OWNER TO kam_owner;

--
-- Name: change_request; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.change_request (
    id bigint DEFAULT nextval('kam.change_request_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason text NOT NULL,
    state kam.change_request_state DEFAULT 'open'::kam.change_request_state NOT NULL,
    proposer_id bigint NOT NULL,
    proposed_at timestamp with time zone DEFAULT now() NOT NULL,
    decider_id bigint,
    decided_at timestamp with time zone,
    remark text DEFAULT ''::text NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT change_request_images_whole CHECK (((jsonb_typeof(before) = 'object'::text) AND (jsonb_typeof(after) = 'object'::text))),
    CONSTRAINT change_request_own_decision CHECK (
CASE state
    WHEN 'withdrawn'::kam.change_request_state THEN (decider_id = proposer_id)
    ELSE (decider_id IS DISTINCT FROM proposer_id)
END),
    CONSTRAINT change_request_reason_bytes CHECK ((octet_length(reason) <= 1024)),
    CONSTRAINT change_request_remark_bytes CHECK ((octet_length(remark) <= 1024)),
    CONSTRAINT change_request_state_whole CHECK ((((state = 'open'::kam.change_request_state) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decider_id IS NULL))))
);

ALTER TABLE ONLY kam.change_request FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.change_request OWNER TO kam_owner;

--
-- Name: check_decider(kam.change_request); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_decider(p_request kam.change_request) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if p_request.proposer_id in (core.principal(), core.acting_for('change_request', p_request.id)) then
    perform core.fail('change_request_own', 'id');
  end if;
end
$$;

ALTER FUNCTION core.check_decider(p_request kam.change_request) OWNER TO kam_owner;

--
-- Name: check_etag(text, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_etag(p_etag text, p_revision bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if p_etag <> p_revision::text then
    perform core.fail('etag_mismatch', 'etag');
  end if;
end
$$;

ALTER FUNCTION core.check_etag(p_etag text, p_revision bigint) OWNER TO kam_owner;

--
-- Name: check_headcount(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_headcount() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  v_headcount int4;
begin
  select p.headcount into v_headcount from kam.post p where p.id = new.post_id for no key update;
  if not found then
    return null; -- the foreign key tells
  end if;
  -- Holders of each day on which one begins, counted by what begins and ends up to it; whoever ends on a day still holds it.
  if exists (
    select from (
      select e.day, sum(e.holders) over (order by e.day, e.holders) as holders
      from kam.assignment a,
        lateral (values (greatest(a.starts_on, new.starts_on), 1), (a.ends_on + 1, -1)) e (day, holders)
      where a.post_id = new.post_id and a.starts_on <= coalesce(new.ends_on, 'infinity') and coalesce(a.ends_on, 'infinity') >= new.starts_on
        and coalesce(a.ends_on, 'infinity') >= a.starts_on) d
    where d.holders > v_headcount and d.day <= coalesce(new.ends_on, 'infinity'))
  then
    perform core.fail('headcount_full', 'post_id', v_headcount::text);
  end if;
  return null;
end
$$;

ALTER FUNCTION core.check_headcount() OWNER TO kam_owner;

--
-- Name: check_mask(text[], text[], text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_mask(p_mask text[], p_allowed text[], p_field text DEFAULT 'update_mask'::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_path text;
begin
  if coalesce(cardinality(p_mask), 0) = 0 then
    perform core.fail('update_mask_empty', p_field, array_to_string(p_allowed, ', '));
  end if;
  foreach v_path in array p_mask loop
    if v_path is null or v_path <> all (p_allowed) then
      perform core.fail('update_mask_invalid', p_field, coalesce(v_path, ''), array_to_string(p_allowed, ', '));
    end if;
  end loop;
end
$$;

ALTER FUNCTION core.check_mask(p_mask text[], p_allowed text[], p_field text) OWNER TO kam_owner;

--
-- Name: check_member_account(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if p_member_account_id is null then
    return;
  end if;
  -- The foreign key would accept what the caller cannot see, and so tell that it exists.
  if not exists (select from kam.account a where a.id = p_member_account_id) then
    perform core.fail('member_account_unknown', 'member.member_account_id');
  end if;
  if exists (select from kam.member m where m.account_id = p_account_id and m.member_account_id = p_member_account_id and m.id is distinct from p_member_id) then
    perform core.fail('member_account_taken', 'member.member_account_id');
  end if;
end
$$;

ALTER FUNCTION core.check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint) OWNER TO kam_owner;

--
-- Name: check_merged_code(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.check_merged_code() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if exists (select from kam.merge m where m.code = new.code and m.undone_at is null and m.merged_id <> new.id) then
    perform core.fail('account_code_taken', 'account.code');
  end if;
  return null;
end
$$;

ALTER FUNCTION core.check_merged_code() OWNER TO kam_search;

--
-- Name: check_places(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_places() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (
    select from (
      select e.day, sum(e.holders) over (order by e.day, e.holders) as holders
      from kam.assignment a, lateral (values (greatest(a.starts_on, core.today()), 1), (a.ends_on + 1, -1)) e (day, holders)
      where a.post_id = new.id and coalesce(a.ends_on, 'infinity') >= greatest(a.starts_on, core.today())) d
    where d.holders > new.headcount)
  then
    perform core.fail('headcount_taken', 'post.headcount', new.headcount::text);
  end if;
  return null;
end
$$;

ALTER FUNCTION core.check_places() OWNER TO kam_owner;

--
-- Name: check_superior(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.check_superior() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if new.superior_id is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('kam.post', 0));
  if exists (
    with recursive line (id) as (
      select new.superior_id
      union
      select p.superior_id from line l join kam.post p on p.id = l.id where p.superior_id is not null)
    select from line l where l.id = new.id)
  then
    perform core.fail('post_superior_cycle', 'post.superior_id');
  end if;
  return new;
end
$$;

ALTER FUNCTION core.check_superior() OWNER TO kam_owner;

--
-- Name: chunk_bytes(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.chunk_bytes() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 262144;

ALTER FUNCTION core.chunk_bytes() OWNER TO kam_owner;

--
-- Name: combined(text[], text, boolean, integer); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.combined(p_parts text[], p_usual text, p_initials boolean, p_max integer) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_made text[] := '{""}';
  v_next text[];
  v_between text := ''; -- usual readings since the last part with a choice
  v_done int4 := 0;     -- how much of p_usual v_made and v_between stand for
  v_usual text;
  v_seen text;
  v_choice text;
  v_begin text;
begin
  for i in 1 .. cardinality(p_parts) loop
    v_usual := case when p_initials then left(p_parts[i], 1) else split_part(p_parts[i], ' ', 1) end;
    v_done := v_done + char_length(v_usual);
    if strpos(p_parts[i], ' ') = 0 then
      v_between := v_between || v_usual;
      continue;
    end if;
    v_seen := ' ';
    v_next := '{}';
    foreach v_choice in array string_to_array(p_parts[i], ' ') loop
      if p_initials then
        v_choice := left(v_choice, 1);
        continue when strpos(v_seen, v_choice) > 0;
        v_seen := v_seen || v_choice;
      end if;
      exit when cardinality(v_next) + cardinality(v_made) > p_max;
      foreach v_begin in array v_made loop
        v_next := v_next || (v_begin || v_between || v_choice);
      end loop;
    end loop;
    v_made := v_next;
    v_between := '';
  end loop;
  v_between := v_between || substr(p_usual, v_done + 1);
  if cardinality(v_made) = 1 then
    return array[v_made[1] || v_between];
  end if;
  for i in 1 .. cardinality(v_made) loop
    v_made[i] := v_made[i] || v_between;
  end loop;
  return v_made;
end
$$;

ALTER FUNCTION core.combined(p_parts text[], p_usual text, p_initials boolean, p_max integer) OWNER TO kam_search;

--
-- Name: computed_rights(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.computed_rights(p_person_id bigint) RETURNS TABLE(right_name text, valid_from timestamp with time zone, valid_to timestamp with time zone, scope kam.scope, reach text, keys bigint[], deputy_of bigint[], own_keys bigint[])
    LANGUAGE sql STABLE
    AS $$
  with recursive line (right_name, person_id, begins, ends, units) as (
    select r.name, g.grantor_id, core.day_begins(g.starts_on), core.day_begins(g.ends_on + 1),
      case when g.unit_id is not null then array(select x.id from kam.unit x where g.unit_id = any (x.path) order by x.id) end
    from kam.deputy_grant g
    join kam.person n on n.id = g.deputy_id and n.disabled_at is null
    cross join unnest(g.rights) r (name)
    -- A right that no record is asked about would not stay within the unit.
    join kam.right_atom t on t.name = r.name and (t.row_scoped or g.unit_id is null)
    where g.deputy_id = p_person_id and g.ends_on >= greatest(g.starts_on, core.today())
    union
    select l.right_name, g.grantor_id, greatest(l.begins, core.day_begins(g.starts_on)), least(l.ends, core.day_begins(g.ends_on + 1)),
      case when g.unit_id is null then l.units
        else array(select x.id from kam.unit x where g.unit_id = any (x.path) and (l.units is null or x.id = any (l.units)) order by x.id) end
    from line l
    join kam.person n on n.id = l.person_id and n.disabled_at is null
    join kam.deputy_grant g on g.deputy_id = l.person_id and l.right_name = any (g.rights)
    join kam.right_atom t on t.name = l.right_name and (t.row_scoped or g.unit_id is null)
    where greatest(l.begins, core.day_begins(g.starts_on)) < least(l.ends, core.day_begins(g.ends_on + 1))
  ), source as (
    select null::text as right_name, p_person_id as person_id, '-infinity'::timestamptz as begins, 'infinity'::timestamptz as ends, null::int8[] as units
    union all
    select l.right_name, l.person_id, l.begins, l.ends, l.units from line l where l.person_id <> p_person_id
  ), held as (
    select a.person_id, p.role, u.path, u.company_id,
      core.day_begins(a.starts_on) as begins, coalesce(core.day_begins(a.ends_on + 1), 'infinity') as ends,
      u.id as unit_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind = 'team' order by t.depth desc limit 1) as team_id,
      (select t.id from kam.unit t where t.id = any (u.path) and t.kind <> 'team' order by t.depth desc limit 1) as department_id
    from (select distinct s.person_id from source s) s
    join kam.person n on n.id = s.person_id and n.disabled_at is null
    join kam.assignment a on a.person_id = s.person_id
    join kam.post p on p.id = a.post_id
    join kam.unit u on u.id = p.unit_id
    where a.ends_on is null or a.ends_on >= greatest(a.starts_on, core.today())
  ), base as (
    select h.person_id, rr.right_name, rr.scope, h.begins, h.ends,
      -h.person_id || case rr.scope
        when 'team' then case when h.team_id is null then array[h.unit_id]
          else array(select x.id from kam.unit x where h.team_id = any (x.path)) end
        when 'unit' then array(select x.id from kam.unit x where h.department_id = any (x.path))
        when 'company' then array(select x.id from kam.unit x where x.company_id = h.company_id)
        when 'all' then '{0}'
        else '{}' end as keys
    from held h
    join kam.role_right rr on rr.role = h.role
    union all
    select h.person_id, rr.right_name, rr.scope, greatest(h.begins, core.day_begins(c.starts_on)),
      least(h.ends, coalesce(core.day_begins(c.ends_on + 1), 'infinity')), array[core.account_key(c.account_id)]
    from held h
    join kam.collaboration c on c.person_id = h.person_id or c.team_id = any (h.path)
    join kam.role_right rr on rr.role = h.role
    join kam.right_atom t on t.name = rr.right_name and t.shared <= c.level
    where c.ends_on is null or c.ends_on >= greatest(c.starts_on, core.today())
  ), granted as (
    select b.right_name, b.scope, b.person_id, greatest(b.begins, s.begins) as begins, least(b.ends, s.ends) as ends,
      case when s.units is null then b.keys when 0 = any (b.keys) then s.units
        else array(select k from unnest(b.keys) k where k = any (s.units)) end as keys
    from source s
    join base b on b.person_id = s.person_id and (s.right_name is null or s.right_name = b.right_name)
    where greatest(b.begins, s.begins) < least(b.ends, s.ends)
  ), edge as (
    select g.right_name, x.at from granted g cross join lateral (values (g.begins), (g.ends)) x (at) where g.keys <> '{}'
  ), period as (
    select e.right_name, e.at as valid_from, lead(e.at) over (partition by e.right_name order by e.at) as valid_to
    from (
      select distinct e.right_name, e.at from edge e where e.at > now()
      union all
      select e.right_name, max(e.at) from edge e where e.at <= now() group by e.right_name) e
  ), merged as (
    select p.right_name, p.valid_from, p.valid_to, max(g.scope) as scope,
      array_agg(g.keys::text) as lists,
      array_agg(g.keys::text) filter (where g.person_id = p_person_id) as own_lists,
      array_agg(distinct g.person_id) filter (where g.person_id <> p_person_id) as deputy_of
    from period p
    join granted g on g.right_name = p.right_name and g.begins <= p.valid_from and g.ends >= p.valid_to and g.keys <> '{}'
    group by p.right_name, p.valid_from, p.valid_to
  ), decided as (
    select m.right_name, m.valid_from, m.valid_to, m.scope, core.united_keys(m.lists) as keys, m.deputy_of,
      case when m.deputy_of is not null then core.united_keys(m.own_lists) end as own_keys
    from merged m
  )
  select d.right_name, d.valid_from, d.valid_to, d.scope,
    case when d.keys = '{0}' then 'all'
      when exists (select from unnest(d.keys) k where k > 0 and k < core.account_key(0)) then 'units'
      when d.keys = array[-p_person_id] then 'own'
      else 'rows' end,
    d.keys, d.deputy_of, d.own_keys
  from decided d
$$;

ALTER FUNCTION core.computed_rights(p_person_id bigint) OWNER TO kam_owner;

--
-- Name: customer_keys(text[], text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.customer_keys(p_names text[], p_numbers text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select coalesce(array_agg(distinct x.key), '{}') from (
    select 'name ' || core.name_key(n) from unnest(p_names) n where core.name_key(n) <> ''
    union all
    select 'number ' || m.m from unnest(p_numbers) v, regexp_replace(core.identifier_value(v), '[^0-9A-Z]', '', 'g') m (m) where m.m <> '') x (key)
$$;

ALTER FUNCTION core.customer_keys(p_names text[], p_numbers text[]) OWNER TO kam_owner;

--
-- Name: day_begins(date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.day_begins(p_day date) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((p_day)::timestamp without time zone AT TIME ZONE 'Asia/Shanghai'::text);

ALTER FUNCTION core.day_begins(p_day date) OWNER TO kam_owner;

--
-- Name: today(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.today() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date;

ALTER FUNCTION core.today() OWNER TO kam_owner;

--
-- Name: days_since(timestamp with time zone); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.days_since(p_moment timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (core.today() - ((p_moment AT TIME ZONE 'Asia/Shanghai'::text))::date);

ALTER FUNCTION core.days_since(p_moment timestamp with time zone) OWNER TO kam_owner;

--
-- Name: decide_role_right(text, text, kam.scope); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.decide_role_right(p_role text, p_right text, p_scope kam.scope) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform from kam.role r where r.code = p_role for no key update;
  if not found then
    perform core.fail('role_unknown', 'role');
  end if;
  -- What no record is asked about reaches everything at any scope; what a release ships says so itself.
  if p_scope <> 'all' and exists (select from kam.right_atom a where a.name = p_right and not a.row_scoped)
    and not exists (select from kam.role_shipped s where s.right_name = p_right and s.scope = p_scope)
  then
    perform core.fail('role_right_unscoped', 'scope', p_right);
  end if;
  insert into kam.role_local as l (role, right_name, scope) values (p_role, p_right, p_scope)
    on conflict (role, right_name) do update set scope = excluded.scope where l.scope is distinct from excluded.scope;
  perform core.settle_roles(p_role);
end
$$;

ALTER FUNCTION core.decide_role_right(p_role text, p_right text, p_scope kam.scope) OWNER TO kam_owner;

--
-- Name: disclosed(text, bigint[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(concat_ws(chr(31), p_kind, array_to_string(p_record_ids, chr(31))), 'UTF8'::name));

ALTER FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) OWNER TO kam_owner;

--
-- Name: document_bytes_max(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.document_bytes_max() RETURNS bigint
    LANGUAGE sql STABLE
    RETURN (COALESCE(NULLIF(current_setting('kam.document_bytes_max'::text, true), ''::text), core.setting('document_bytes_max'::text)))::bigint;

ALTER FUNCTION core.document_bytes_max() OWNER TO kam_owner;

--
-- Name: document_class(kam.document_kind); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.document_class(p_kind kam.document_kind) RETURNS kam.confidentiality
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_kind = ANY (ARRAY['identity'::kam.document_kind, 'seal'::kam.document_kind, 'contract'::kam.document_kind, 'agreement'::kam.document_kind, 'opinion'::kam.document_kind])) THEN 'confidential'::kam.confidentiality ELSE 'normal'::kam.confidentiality END;

ALTER FUNCTION core.document_class(p_kind kam.document_kind) OWNER TO kam_owner;

--
-- Name: drop_changes(date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.drop_changes(p_before date) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_name text;
  v_dropped text[] := '{}';
begin
  -- Rather another day than in everybody's way.
  perform set_config('lock_timeout', '2s', true);
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'kam.change'::regclass
      -- CASE, because the planner may look at other names first.
      and case when c.relname ~ '^change_\d{4}_\d{2}$' then to_date(substr(c.relname, 8), 'YYYY_MM') + interval '1 month' <= least(p_before, core.today() - 365) end
    order by c.relname
  loop
    execute format('drop table kam.%I', v_name);
    v_dropped := v_dropped || v_name;
  end loop;
  return v_dropped;
end
$_$;

ALTER FUNCTION core.drop_changes(p_before date) OWNER TO kam_owner;

--
-- Name: drop_file(bigint, kam.document_state); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  update kam.document d set state = p_state where d.id = p_document_id;
  delete from kam.document_chunk c where c.document_id = p_document_id;
end
$$;

ALTER FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) OWNER TO kam_owner;

--
-- Name: erase_contact(bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.erase_contact(p_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_visitors int8[];
  v_visits int8[];
begin
  -- While the name is there to find them by.
  select array_agg(v.id), array_agg(distinct v.interaction_id) into v_visitors, v_visits from core.visitors_of(p_id) v;
  update kam.interaction_visitor v set name = '已清除', organisation = '', title = '' where v.id = any (v_visitors);
  update kam.contact c set name = '已清除', title = '', phone = '', email = '', birthday = '', note = '', preferred_channel = null, service_grade = null,
      key_person = false, erased_at = now(), revision = c.revision + 1
    where c.id = p_id;
  delete from kam.care_date d where d.contact_id = p_id;
  update kam.departure d set went_to = '', note = '' where d.contact_id = p_id;
  -- The images just made are among them.
  update kam.change c set before = null, after = null where c.relation = 'contact' and c.row_id = p_id;
  update kam.change c set before = null, after = null
    where c.relation in ('care_date', 'departure') and (coalesce(c.after, c.before) ->> 'contact_id')::int8 = p_id;
  update kam.change c set before = null, after = null where c.relation = 'interaction_visitor' and c.row_id = any (v_visitors);
  update kam.request r
    set reply = (
      select jsonb_object_agg(e.key, case e.key when 'name' then '"已清除"' when 'care_dates' then '[]' else case when jsonb_typeof(e.value) = 'string'
        and e.key in ('title', 'phone', 'email', 'birthday', 'note', 'went_to') then '""' else e.value end end)
      from jsonb_each(r.reply) e)
    where r.subject_kind = 'contact' and r.subject_id = p_id and jsonb_typeof(r.reply) = 'object' and r.reply <> '{}';
  update kam.request r
    set reply = jsonb_set(r.reply, '{visitors}', (
      select jsonb_agg(jsonb_build_object('name', v.name, 'organisation', v.organisation, 'title', v.title, 'contact_id', v.contact_id) order by v.id)
      from kam.interaction_visitor v where v.interaction_id = r.subject_id))
    where r.subject_kind = 'interaction' and r.subject_id = any (v_visits) and r.reply -> 'visitors' <> '[]';
end
$$;

ALTER FUNCTION core.erase_contact(p_id bigint) OWNER TO kam_mover;

--
-- Name: explain_refusal(bytea, text, text, text, bigint, text); Type: FUNCTION; Schema: core; Owner: kam_api
--

CREATE FUNCTION core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text) RETURNS TABLE(readable boolean, required_right text, holders core.holder[])
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_person int8;
  v_holds bool;
  v_principal int8;
  v_keys int8[];
begin
  readable := false;
  required_right := p_right;
  holders := '{}';
  perform set_config('kam.session', encode(p_token_hash, 'hex'), true);
  select s.person_id into v_person from kam.session s
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > now() and s.idle_until > now();
  if not found then
    return next;
    return;
  end if;
  v_holds := core.take_right(v_person, p_right);
  v_principal := core.acting_for(p_subject_kind, p_subject_id);
  if p_subject_id is not null
    and core.take_right(v_person, coalesce((select k.read_right from core.subject_kind k where k.kind = p_subject_kind), p_right))
  then
    select core.row_keys(x.owner_id, x.unit_id, x.account_id) into v_keys from core.subject(p_subject_kind, p_subject_id) x;
    readable := found;
    if readable then
      -- Who came to the record as somebody's deputy was refused as that deputy.
      v_principal := coalesce(v_principal, core.acting_for(p_subject_kind, p_subject_id));
      holders := core.holders(p_right, v_keys, core.secret_subject(p_subject_kind, p_subject_id, v_keys));
    end if;
  end if;
  if readable or not v_holds then
    insert into kam.journal (id, at, outcome, person_id, principal_id, origin, method, act, right_name, subject_kind, subject_id, act_id, digest)
      values (nextval('kam.journal_id_seq'), now(), 'denied', v_person, v_principal, coalesce(p_origin, ''), p_method, 'refuse', p_right,
        nullif(p_subject_kind, ''), p_subject_id, nextval('kam.act_id_seq'), decode(repeat('00', 32), 'hex'));
  end if;
  return next;
end
$$;

ALTER FUNCTION core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text) OWNER TO kam_api;

--
-- Name: extend_partitions(date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.extend_partitions(p_until date) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
  v_parent text;
  v_month date;
  v_name text;
  v_made int4 := 0;
begin
  foreach v_parent in array array['journal', 'change'] loop
    for v_month in select generate_series(date '2031-01-01', date_trunc('month', p_until), interval '1 month')::date loop
      v_name := v_parent || to_char(v_month, '_YYYY_MM');
      continue when to_regclass(format('kam.%I', v_name)) is not null;
      execute format('create table kam.%I partition of kam.%I for values from (%L) to (%L)', v_name, v_parent,
        core.day_begins(v_month), core.day_begins((v_month + interval '1 month')::date));
      execute format('alter table kam.%I owner to kam_owner', v_name);
      execute format('alter table kam.%I enable row level security, force row level security', v_name);
      v_made := v_made + 1;
    end loop;
  end loop;
  return v_made;
end
$$;

ALTER FUNCTION core.extend_partitions(p_until date) OWNER TO kam_owner;

--
-- Name: fail(text, text, text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.fail(p_name text, p_field text DEFAULT NULL::text, VARIADIC p_args text[] DEFAULT '{}'::text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  raise exception using
    errcode = 'KAM00',
    message = p_name,
    constraint = p_name,
    column = coalesce(p_field, ''),
    detail = array_to_string(p_args, chr(31), '');
end
$$;

ALTER FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) OWNER TO kam_owner;

--
-- Name: job; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.job (
    name text NOT NULL,
    function text NOT NULL,
    every interval NOT NULL,
    batch bigint NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    done bigint DEFAULT 0 NOT NULL,
    done_total bigint DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    sqlstate text,
    CONSTRAINT job_batch_positive CHECK ((batch > 0)),
    CONSTRAINT job_every_min CHECK ((every >= '00:00:00.1'::interval)),
    CONSTRAINT job_function_form CHECK ((function ~ '^(core|auth)\.[a-z_]+$'::text))
);

ALTER TABLE ONLY core.job FORCE ROW LEVEL SECURITY;

ALTER TABLE core.job OWNER TO kam_owner;

--
-- Name: fail_job(text, text); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.fail_job(p_name text, p_sqlstate text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    BEGIN ATOMIC
 UPDATE core.job AS j SET ended_at = clock_timestamp(), done = 0, failures = (j.failures + 1), sqlstate = fail_job.p_sqlstate, due_at = (clock_timestamp() + LEAST('01:00:00'::interval, (GREATEST(j.every, '00:00:01'::interval) * ((2)::double precision ^ (LEAST(j.failures, 12))::double precision))))
   WHERE (j.name = fail_job.p_name);
END;

ALTER FUNCTION core.fail_job(p_name text, p_sqlstate text) OWNER TO kam_job;

--
-- Name: file_part(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint) RETURNS bytea
    LANGUAGE plpgsql STABLE
    AS $$
begin
  if p_byte_offset % core.chunk_bytes() <> 0 or p_byte_offset not between 0 and greatest(p_size_bytes - 1, 0) then
    perform core.fail('chunk_place', 'byte_offset', core.chunk_bytes()::text, p_size_bytes::text);
  end if;
  return (
    select coalesce(string_agg(c.content, ''::bytea order by c.byte_offset), '') from kam.document_chunk c
    where c.document_id = p_document_id and c.byte_offset >= p_byte_offset and c.byte_offset < p_byte_offset + 4 * core.chunk_bytes());
end
$$;

ALTER FUNCTION core.file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint) OWNER TO kam_owner;

--
-- Name: filled(text, text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.filled(p_text text, p_args text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
  v_text text := p_text;
begin
  for i in 1 .. least(cardinality(p_args), 9) loop
    -- What an argument says about braces is not looked at again.
    v_text := replace(v_text, '{' || i || '}', replace(coalesce(p_args[i], ''), '{', U&'\E000'));
  end loop;
  return replace(v_text, U&'\E000', '{');
end
$$;

ALTER FUNCTION core.filled(p_text text, p_args text[]) OWNER TO kam_owner;

--
-- Name: find_accounts(text[]); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.find_accounts(p_words text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  c_answers constant int4 := 50;
  -- An account may stand under one word with several terms (readings): so many terms are read for 50 accounts, and again so many more
  -- when they turn out to be of fewer.
  c_terms constant int4 := 150;
  c_terms_more constant int4 := 2000;
  -- Up to so many units are read each by itself.
  c_units constant int4 := 8;
  -- More postings of a word are not worth counting.
  c_counted constant int4 := 4000;
  v_reach text := core.reach();
  v_keys int8[] := core.held_keys();
  -- The units in which everything in reach lies, where that is known.
  v_places int8[];
  v_by_unit bool;
  v_word text := p_words[1];
  v_wholes text[];
  v_others text[];
  v_other text;
  v_more text[];
  v_hits int4;
  v_fewest int4 := c_counted;
  v_limit int4 := c_terms;
  v_ids int8[];
  v_whole int8[];
  v_found int8[];
begin
  if v_reach is null then
    return '{}';
  end if;

  -- Of several words the one with the fewest postings is looked up.
  if cardinality(p_words) > 1 then
    foreach v_other in array p_words loop
      select count(*) into v_hits from (
        select from generate_series(32, 127) s (slot)
        join kam.search_term t on t.slot = s.slot::int2 and t.term >= v_other and t.term < core.after_word(v_other)
        limit v_fewest) h;
      if v_hits < v_fewest then
        v_fewest := v_hits;
        v_word := v_other;
      end if;
    end loop;
  end if;
  -- The others as they begin a term in an entry: one, because there seldom are more, and the rest.
  v_wholes := array[v_word, core.whole_term(v_word)];
  v_others := array(select E'\x01' || w from unnest(p_words) w where w <> v_word);
  v_other := v_others[1];
  v_more := v_others[2:];

  if v_reach <> 'all' then
    v_places := array(
      select k from unnest(v_keys) k where k > 0 and k < core.account_key(0)
      union
      select e.unit_id from unnest(v_keys) k join kam.search_entry e on e.owner_id = -k where k < 0
      union
      select e.unit_id from unnest(v_keys) k join kam.search_entry e on e.account_id = k - core.account_key(0) where k > core.account_key(0));
  end if;
  v_by_unit := cardinality(v_places) <= c_units;

  if v_by_unit then
    v_whole := array(
      select t.account_id
      from generate_series(32, 63) s (slot)
      cross join unnest(v_places) u (id)
      join kam.search_term t on t.unit_id = u.id and t.slot = s.slot::int2 and t.term = any (v_wholes)
      where core.row_keys(t.owner_id, t.unit_id, t.account_id) && v_keys
        and (v_other is null or exists (
          select from kam.search_entry e
          where e.account_id = t.account_id and strpos(e.terms, v_other) > 0
            and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
      order by s.slot, t.account_id
      limit c_answers);
  else
    v_whole := array(
      select t.account_id
      from generate_series(32, 63) s (slot)
      cross join lateral (
        select x.account_id from kam.search_term x
        where x.slot = s.slot::int2 and x.term = any (v_wholes)
          and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
          and (v_other is null or exists (
            select from kam.search_entry e
            where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
              and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
        order by x.account_id
        limit c_answers) t
      limit c_answers);
  end if;
  loop
    if v_by_unit then
      v_ids := array(
        select t.account_id
        from generate_series(32, 127) s (slot)
        cross join lateral (
          select p.account_id
          from unnest(v_places) u (id)
          cross join lateral (
            select x.term, x.account_id from kam.search_term x
            where x.unit_id = u.id and x.slot = s.slot::int2 and x.term >= v_word and x.term < core.after_word(v_word)
              and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
              and (v_other is null or exists (
                select from kam.search_entry e
                where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
                  and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
            order by x.term, x.account_id
            limit v_limit) p
          order by p.term, p.account_id
          limit v_limit) t
        limit v_limit);
    else
      v_ids := array(
        select t.account_id
        from generate_series(32, 127) s (slot)
        cross join lateral (
          select x.account_id from kam.search_term x
          where x.slot = s.slot::int2 and x.term >= v_word and x.term < core.after_word(v_word)
            and core.row_keys(x.owner_id, x.unit_id, x.account_id) && v_keys
            and (v_other is null or exists (
              select from kam.search_entry e
              where e.account_id = x.account_id and strpos(e.terms, v_other) > 0
                and (v_more = '{}' or not exists (select from unnest(v_more) m where strpos(e.terms, m) = 0))))
          order by x.term, x.account_id
          limit v_limit) t
        limit v_limit);
    end if;
    v_found := core.first_of(v_whole || v_ids, c_answers);
    exit when cardinality(v_found) = c_answers or cardinality(v_ids) < v_limit or v_limit = c_terms_more;
    v_limit := c_terms_more;
  end loop;
  return v_found;
end
$$;

ALTER FUNCTION core.find_accounts(p_words text[]) OWNER TO kam_search;

--
-- Name: find_customers(text[], text[]); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.find_customers(p_names text[], p_numbers text[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select array(select distinct k.account_id from kam.customer_key k where k.key = any (core.customer_keys(p_names, p_numbers)) order by k.account_id limit 20)
$$;

ALTER FUNCTION core.find_customers(p_names text[], p_numbers text[]) OWNER TO kam_search;

--
-- Name: finish_grant(bigint, date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.finish_grant(p_id bigint, p_ends_on date) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_grant record;
begin
  select g.starts_on, g.ends_on into v_grant from kam.deputy_grant g where g.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', 'id');
  elsif p_ends_on > v_grant.ends_on then
    perform core.fail('grant_not_longer', 'ends_on', v_grant.ends_on::text);
  elsif p_ends_on < core.today() - 1 then
    perform core.fail('grant_in_the_past', 'ends_on');
  end if;
  update kam.deputy_grant g set ends_on = least(g.ends_on, greatest(coalesce(p_ends_on, core.today() - 1), g.starts_on - 1)) where g.id = p_id;
end
$$;

ALTER FUNCTION core.finish_grant(p_id bigint, p_ends_on date) OWNER TO kam_owner;

--
-- Name: first_of(bigint[], integer); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.first_of(p_ids bigint[], p_max integer) RETURNS bigint[]
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return array(select i.id from unnest(p_ids) with ordinality i (id, n) group by i.id order by min(i.n) limit p_max);
end
$$;

ALTER FUNCTION core.first_of(p_ids bigint[], p_max integer) OWNER TO kam_search;

--
-- Name: fitting_grade(kam.account_kind, kam.account_scale, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
  select coalesce((
    select g.code from kam.grade g
    where (cardinality(g.kinds) = 0 or p_kind = any (g.kinds))
      and case when g.scale_min is null and g.annual_output_min is null then cardinality(g.kinds) > 0
        else coalesce(p_scale >= g.scale_min, false) or coalesce(p_annual_output >= g.annual_output_min, false) end
    order by g.rank
    limit 1), '')
$$;

ALTER FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) OWNER TO kam_owner;

--
-- Name: fold(text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.fold(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN replace(regexp_replace(lower((NORMALIZE(p_text, NFKC) COLLATE "default")), '[^[:alnum:]]'::text, ''::text, 'g'::text), 'ü'::text, 'v'::text);

ALTER FUNCTION core.fold(p_text text) OWNER TO kam_search;

--
-- Name: grade_is_measured(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.grade_is_measured(p_code text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select coalesce((
    select cardinality(g.kinds) > 0 or g.scale_min is not null or g.annual_output_min is not null from kam.grade g where g.code = p_code), false)
$$;

ALTER FUNCTION core.grade_is_measured(p_code text) OWNER TO kam_owner;

--
-- Name: hand_accounts(bigint, bigint, bigint, bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
  v_moved int4;
begin
  with given as (
    select a.id, a.unit_id from kam.account a
    where a.owner_id = p_from and (p_account_id is null or a.id = p_account_id) order by a.id for update
  ), moved as (
    update kam.account a set owner_id = p_to, unit_id = p_unit_id, company_id = p_company_id, revision = a.revision + 1
    from given g where a.id = g.id
    returning a.id, g.unit_id)
  insert into kam.carried (handover_id, relation, column_name, row_key, before)
    select p_handover_id, 'account', 'owner_id', jsonb_build_object('id', m.id), jsonb_build_object('unit_id', m.unit_id) from moved m;
  get diagnostics v_moved = row_count;
  return v_moved;
end
$$;

ALTER FUNCTION core.hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: hand_references(bigint, bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.hand_references(p_handover_id bigint, p_from bigint, p_to bigint, p_account_id bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_moved int4 := 0;
  v_rows int4;
begin
  with moved as (
    update kam.collaboration x set person_id = p_to
    where x.person_id = p_from and ((x.ends_on is null or x.ends_on >= core.today()) and not exists (select from kam.collaboration y
      where y.account_id = x.account_id and y.person_id = p_to and y.level >= x.level and daterange(y.starts_on, y.ends_on + 1) && daterange(x.starts_on, x.ends_on + 1))) and (p_account_id is null or x.account_id = p_account_id) and core.reaches(x.owner_id, x.unit_id, x.account_id)
    returning jsonb_build_object('id', x.id) as row_key)
  insert into kam.carried (handover_id, relation, column_name, row_key) select p_handover_id, 'collaboration', 'person_id', m.row_key from moved m;
  get diagnostics v_rows = row_count;
  v_moved := v_moved + v_rows;
  with moved as (
    update kam.visit_plan x set person_id = p_to
    where x.person_id = p_from and (x.state = 'planned') and (p_account_id is null or x.account_id = p_account_id) and core.reaches(x.owner_id, x.unit_id, x.account_id)
    returning jsonb_build_object('id', x.id) as row_key)
  insert into kam.carried (handover_id, relation, column_name, row_key) select p_handover_id, 'visit_plan', 'person_id', m.row_key from moved m;
  get diagnostics v_rows = row_count;
  v_moved := v_moved + v_rows;
  return v_moved;
end
$$;

ALTER FUNCTION core.hand_references(p_handover_id bigint, p_from bigint, p_to bigint, p_account_id bigint) OWNER TO kam_mover;

--
-- Name: hand_rule(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.hand_rule() RETURNS TABLE(relation text, column_name text, rule text, condition text)
    LANGUAGE sql IMMUTABLE
    AS $$
  values
    -- Handed over by core.hand_accounts(), with its unit.
    ('account', 'owner_id', 'stay', null),
    ('assignment', 'person_id', 'stay', null),
    -- Who proposed and who decided.
    ('change_request', 'proposer_id', 'stay', null),
    ('change_request', 'decider_id', 'stay', null),
    -- Not where the other takes part as far already, at that time.
    ('collaboration', 'person_id', 'hand', '(x.ends_on is null or x.ends_on >= core.today()) and not exists (select from kam.collaboration y
      where y.account_id = x.account_id and y.person_id = p_to and y.level >= x.level and daterange(y.starts_on, y.ends_on + 1) && daterange(x.starts_on, x.ends_on + 1))'),
    ('certificate_name', 'person_id', 'stay', null),
    ('credential', 'person_id', 'stay', null),
    -- A grant is between these two.
    ('deputy_grant', 'grantor_id', 'stay', null),
    ('deputy_grant', 'deputy_id', 'stay', null),
    ('deputy_grant', 'made_by', 'stay', null),
    ('distinct_pair', 'person_id', 'stay', null),
    ('document', 'person_id', 'stay', null),
    -- Whoever borrowed a paper brings it back.
    ('document_loan', 'borrower_id', 'stay', null),
    ('effective_right', 'person_id', 'stay', null),
    ('handover', 'from_id', 'stay', null),
    ('handover', 'to_id', 'stay', null),
    ('handover', 'owner_id', 'stay', null),
    ('handover', 'person_id', 'stay', null),
    ('handover', 'undone_by', 'stay', null),
    ('inquiry', 'person_id', 'stay', null),
    -- Who registered it. Next steps and answers that are due go with the account.
    ('interaction', 'person_id', 'stay', null),
    ('interaction_person', 'person_id', 'stay', null),
    ('known_source', 'person_id', 'stay', null),
    ('merge', 'person_id', 'stay', null),
    ('merge', 'undone_by', 'stay', null),
    ('notice', 'person_id', 'stay', null),
    ('one_time_token', 'person_id', 'stay', null),
    ('password_history', 'person_id', 'stay', null),
    ('second_factor', 'person_id', 'stay', null),
    ('session', 'person_id', 'stay', null),
    -- Visits that are still to be made are made by the other.
    ('visit_plan', 'person_id', 'hand', 'x.state = ''planned'''),
    ('visit_plan', 'created_by', 'stay', null)
$$;

ALTER FUNCTION core.hand_rule() OWNER TO kam_owner;

--
-- Name: held_keys(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.held_keys() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('kam.keys'::text, true), ''::text))::bigint[];

ALTER FUNCTION core.held_keys() OWNER TO kam_owner;

--
-- Name: hidden_accounts(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.hidden_accounts() RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return array(select a.id from kam.account a
    where a.confidentiality = 'secret' and not core.holds('confidential.read', a.owner_id, a.unit_id, a.id));
end
$$;

ALTER FUNCTION core.hidden_accounts() OWNER TO kam_search;

--
-- Name: holders(text, bigint[], boolean); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.holders(p_right text, p_keys bigint[], p_secret boolean) RETURNS core.holder[]
    LANGUAGE sql STABLE
    AS $$
  select coalesce(array_agg(row(h.id, h.name, h.post)::core.holder order by h.distance, h.id), '{}') from (
    select n.id, n.name,
      coalesce((select p.name from kam.assignment a join kam.post p on p.id = a.post_id join kam.role_right rr on rr.role = p.role
        where a.person_id = n.id and rr.right_name = p_right and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
        order by rr.scope desc, p.id limit 1), (select p.name from kam.assignment a join kam.post p on p.id = a.post_id
        where a.person_id = n.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today()) order by p.id limit 1), '') as post,
      array_position(array['own', 'rows', 'units', 'all'], e.reach) as distance
    from kam.effective_right e
    join kam.person n on n.id = e.person_id and n.disabled_at is null
    where e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
      and e.keys && p_keys and (not p_secret or core.may_know(n.id, p_keys))
    order by distance, n.id
    limit 5) h
$$;

ALTER FUNCTION core.holders(p_right text, p_keys bigint[], p_secret boolean) OWNER TO kam_owner;

--
-- Name: holds(text, bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_api
--

CREATE FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return exists (
    select from kam.effective_right e
    where e.person_id = core.principal() and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now()
      and e.keys && core.row_keys(p_owner_id, p_unit_id, p_account_id));
end
$$;

ALTER FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) OWNER TO kam_api;

--
-- Name: identifier_value(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.identifier_value(p_value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN upper(regexp_replace(NORMALIZE(COALESCE(p_value, ''::text), NFKC), '\s'::text, ''::text, 'g'::text));

ALTER FUNCTION core.identifier_value(p_value text) OWNER TO kam_owner;

--
-- Name: in_session(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.in_session(p_id bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (p_id IS NOT NULL) THEN (current_setting('kam.person'::text, true) <> ''::text) ELSE NULL::boolean END;

ALTER FUNCTION core.in_session(p_id bigint) OWNER TO kam_owner;

--
-- Name: index_account(bigint, boolean); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.index_account(p_account_id bigint, p_new boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_account record;
  v_band int4;
  v_places int4[];
  v_words text[];
  v_terms text[];
begin
  select a.code, a.name, a.short_name, a.former_names, a.depth, a.owner_id, a.unit_id, a.company_id into v_account
    from kam.account a where a.id = p_account_id;
  if not found then
    return;
  end if;
  v_band := core.search_band(v_account.depth, char_length(v_account.name));
  -- Each term once, in its best place.
  select array_agg(t.place), array_agg(t.term), array[
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 1),
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 2),
      string_agg(t.entry, '' order by t.term collate "C") filter (where t.place = 3)]
    into v_places, v_words, v_terms
    from (
      select distinct on (n.term) n.place, n.term, E'\x01' || n.term || chr(16 + n.source) as entry from (
        select x.place, x.term, x.source from core.name_terms(v_account.name, 1) x
        union all
        select x.place, x.term, x.source from core.name_terms(v_account.short_name, 2) x where v_account.short_name <> ''
        union all
        -- With the longest known name in it written as everybody calls it.
        select x.place, x.term, x.source
        from (select a.name, a.alias, rank() over (order by char_length(a.name) desc) from kam.alias a where strpos(v_account.name, a.name) > 0) a
        cross join lateral core.name_terms(replace(v_account.name, a.name, a.alias), 2) x
        where a.rank = 1
        union all
        select x.place, x.term, x.source from unnest(v_account.former_names) f cross join lateral core.name_terms(f, 3) x
        union all
        select 1, core.fold(v_account.code), 6
        union all
        -- KA000123 is found as 123.
        select 2, ltrim(substring(v_account.code from '[0-9]+$'), '0'), 6 where v_account.code ~ '[A-Za-z_-]0*[1-9][0-9]*$'
        union all
        -- A number is found whole or not at all: by its beginnings a masked one could be read off, digit by digit.
        select 1, core.whole_term(core.fold(i.value)), 7 from kam.account_identifier i where i.account_id = p_account_id
        union all
        -- Files that went up in this one go on being found by their names and codes.
        select x.place, x.term, 3 from kam.merge m
        cross join lateral (
          select m.name union select m.image ->> 'short_name' union select jsonb_array_elements_text(m.image -> 'former_names')) n (name)
        cross join lateral core.name_terms(n.name, 3) x
        where m.account_id = p_account_id and m.undone_at is null
        union all
        select 1, core.fold(m.code), 6 from kam.merge m where m.account_id = p_account_id and m.undone_at is null
        -- Far more than any true account has; a bound on what one row may do to the index.
        limit 2000) n
      where n.term <> ''
      order by n.term, n.place, n.source) t;
  if not p_new then
    perform core.unindex_account(p_account_id);
  end if;
  insert into kam.search_term (slot, term, account_id, owner_id, unit_id, company_id)
    select 32 * t.place + v_band, t.term, p_account_id, v_account.owner_id, v_account.unit_id, v_account.company_id
    from unnest(v_places, v_words) t (place, term);
  insert into kam.search_entry (account_id, band, owner_id, unit_id, company_id, terms)
    values (p_account_id, v_band, v_account.owner_id, v_account.unit_id, v_account.company_id,
      concat(v_terms[1], E'\x02', v_terms[2], E'\x03', v_terms[3]));
  perform core.key_account(p_account_id);
end
$_$;

ALTER FUNCTION core.index_account(p_account_id bigint, p_new boolean) OWNER TO kam_search;

--
-- Name: index_accounts(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.index_accounts() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select core.index_account(a.id) from kam.account a
$$;

ALTER FUNCTION core.index_accounts() OWNER TO kam_search;

--
-- Name: index_changed_account(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.index_changed_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if tg_op = 'DELETE' then
    perform core.unindex_account(old.id);
    delete from kam.customer_key k where k.account_id = old.id;
    return old;
  end if;
  perform core.index_account(new.id, tg_op = 'INSERT');
  return null;
end
$$;

ALTER FUNCTION core.index_changed_account() OWNER TO kam_search;

--
-- Name: index_changed_identifiers(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.index_changed_identifiers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  perform core.index_account(t.account_id) from (select distinct c.account_id from changed c) t;
  return null;
end
$$;

ALTER FUNCTION core.index_changed_identifiers() OWNER TO kam_search;

--
-- Name: indexed_terms(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.indexed_terms(p_account_id bigint) RETURNS TABLE(slot smallint, terms text[])
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select (32 * p.place + e.band)::int2, array(
    select btrim(t, E'\x01') from regexp_split_to_table(split_part(translate(e.terms, E'\x03', E'\x02'), E'\x02', p.place), '[\x10-\x17]') t)
  from kam.search_entry e cross join generate_series(1, 3) p (place)
  where e.account_id = p_account_id
$$;

ALTER FUNCTION core.indexed_terms(p_account_id bigint) OWNER TO kam_search;

--
-- Name: inquire(bigint[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.inquire(p_account_ids bigint[]) RETURNS TABLE(people core.callee[], checks_left integer)
    LANGUAGE plpgsql
    AS $$
declare
  v_most int4 := core.setting('checks_per_day');
  v_asked int4;
  v_asker record;
  v_callee record;
begin
  insert into kam.inquiry as i (person_id, day, asked) values (core.principal(), core.today(), 1)
    on conflict on constraint inquiry_pkey do update set asked = i.asked + 1
    returning i.asked into v_asked;
  if v_asked > v_most then
    perform core.fail('checks_exceeded', null, v_most::text);
  end if;
  select n.name, (select u.name from core.seat(n.id) s join kam.unit u on u.id = s.unit_id) as unit_name into v_asker
    from kam.person n where n.id = core.principal();
  -- With a number nobody can guess, so that the digest does not tell the asker the ids.
  perform core.accept_disclosure('account.check', 'account',
    array[-abs(('x' || encode(substr(uuid_send(gen_random_uuid()), 1, 8), 'hex'))::bit(64)::int8 >> 1)] || p_account_ids, null);
  for v_callee in
    select c.account_id, c.owner_id, c.person_id from core.callees(p_account_ids) c where not c.is_seen
  loop
    perform core.notify(array_remove(array[v_callee.owner_id, v_callee.person_id], core.principal()), 'account.checked', 'account', v_callee.account_id,
      v_asker.name, v_asker.unit_name);
  end loop;
  if v_asked in (v_most, core.setting('checks_reported')::int4) then
    perform core.notify(core.overseers(core.principal()), 'account.fishing', 'person', core.principal(), v_asker.name, v_asked::text);
  end if;
  people := array(
    select row(c.name, c.unit_name, c.extension)::core.callee from core.callees(p_account_ids) c where c.name is not null
    group by c.person_id, c.name, c.unit_name, c.extension order by min(c.account_id) limit 5);
  checks_left := v_most - v_asked;
  return next;
end
$$;

ALTER FUNCTION core.inquire(p_account_ids bigint[]) OWNER TO kam_owner;

--
-- Name: is_birthday(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.is_birthday(p_birthday text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
begin
  if p_birthday !~ '^(\d{4}|-)-\d{2}-\d{2}$' then
    return false;
  end if;
  -- 2000 was a leap year.
  perform make_date(coalesce(substring(p_birthday from '^\d{4}')::int4, 2000), left(right(p_birthday, 5), 2)::int4, right(p_birthday, 2)::int4);
  return true;
exception when datetime_field_overflow then
  return false;
end
$_$;

ALTER FUNCTION core.is_birthday(p_birthday text) OWNER TO kam_owner;

--
-- Name: is_served(date, date, date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(((p_served_on <= p_day) AND ((p_ended_on IS NULL) OR (p_ended_on > p_day))), false);

ALTER FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) OWNER TO kam_owner;

--
-- Name: join_parts(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.join_parts(p_merge_id bigint, p_from bigint, p_into bigint) RETURNS void
    LANGUAGE sql
    AS $$
  with part as (
    select c.id, c.account_id, c.person_id, c.team_id, c.level, daterange(c.starts_on, c.ends_on + 1) as days
    from kam.collaboration c where c.account_id in (p_from, p_into) and (c.ends_on is null or c.ends_on >= c.starts_on)
  ), shared as (
    select p.* from part p
    where exists (select from part o where o.account_id <> p.account_id and o.level = p.level and (o.person_id = p.person_id or o.team_id = p.team_id) and o.days && p.days)
  ), whole as (
    select s.person_id, s.team_id, s.level, unnest(range_agg(s.days)) as days from shared s group by s.person_id, s.team_id, s.level
  ), made as (
    select s.id, s.days,
      daterange(
        case when lag(s.id) over w is null then lower(h.days) else lower(s.days) end,
        coalesce(lead(lower(s.days)) over w, upper(h.days))) as joined
    from shared s
    join whole h on h.level = s.level and (h.person_id = s.person_id or h.team_id = s.team_id) and h.days @> s.days
    where s.account_id = p_into
    window w as (partition by h.person_id, h.team_id, h.level, h.days order by s.days)
  ), kept as (
    insert into kam.carried (merge_id, relation, column_name, row_key, before)
      select p_merge_id, 'collaboration', 'days', jsonb_build_object('id', m.id),
        jsonb_build_object('was', m.days, 'joined', m.joined)
      from made m where m.joined <> m.days
  )
  update kam.collaboration c set starts_on = lower(m.joined), ends_on = upper(m.joined) - 1 from made m where c.id = m.id and m.joined <> m.days
$$;

ALTER FUNCTION core.join_parts(p_merge_id bigint, p_from bigint, p_into bigint) OWNER TO kam_owner;

--
-- Name: journal_hash(bigint); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.journal_hash(p_seq bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    BEGIN ATOMIC
 SELECT j.hash
    FROM kam.journal j
   WHERE (j.seq = journal_hash.p_seq);
END;

ALTER FUNCTION core.journal_hash(p_seq bigint) OWNER TO kam_job;

--
-- Name: journal_keys(kam.journal); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.journal_keys(p_row kam.journal) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_keys int8[] := array[0];
begin
  if p_row.person_id is not null then
    v_keys := v_keys || -p_row.person_id || array(
      select p.unit_id from kam.assignment a join kam.post p on p.id = a.post_id
      where a.person_id = p_row.person_id and (p_row.at at time zone 'Asia/Shanghai')::date between a.starts_on and coalesce(a.ends_on, 'infinity'));
  end if;
  if p_row.principal_id is not null then
    v_keys := v_keys || -p_row.principal_id;
  end if;
  if p_row.subject_id is not null then
    -- A kind of record this role may not look at is a fault of ours, but no reason for the chain to stand still.
    begin
      v_keys := v_keys || array(
        select k from core.subject(p_row.subject_kind, p_row.subject_id) s, unnest(core.row_keys(s.owner_id, s.unit_id, s.account_id)) k where k <> 0);
    exception when insufficient_privilege then
      raise warning 'the sealer may not look at records of kind %', p_row.subject_kind;
    end;
  end if;
  -- Whose records a page of an export showed.
  if p_row.subject_id is null and p_row.digest <> core.zero_hash() then
    v_keys := array(
      select distinct k from (
        select unnest(v_keys) as k
        union all
        select unnest(core.row_keys(s.owner_id, s.unit_id, null))
        from kam.disclosure d, unnest(d.record_ids) r, core.subject(d.kind, r) s where d.journal_id = p_row.id) x
      where k is not null);
  end if;
  return v_keys;
end
$$;

ALTER FUNCTION core.journal_keys(p_row kam.journal) OWNER TO kam_owner;

--
-- Name: keep_methods(jsonb); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.keep_methods(p_methods jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  delete from core.method m where not exists (select from jsonb_array_elements(p_methods) x where x ->> 0 = m.path);
  insert into core.method as m (path, right_name, subject_kind)
    select x ->> 0, x ->> 1, x ->> 2 from jsonb_array_elements(p_methods) x
    on conflict (path) do update set right_name = excluded.right_name, subject_kind = excluded.subject_kind
      where (m.right_name, m.subject_kind) <> (excluded.right_name, excluded.subject_kind);
end
$$;

ALTER FUNCTION core.keep_methods(p_methods jsonb) OWNER TO kam_owner;

--
-- Name: keep_partitions(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.keep_partitions() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return core.extend_partitions((now() + interval '5 years')::date);
end
$$;

ALTER FUNCTION core.keep_partitions() OWNER TO kam_owner;

--
-- Name: key_account(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.key_account(p_account_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_keys text[];
begin
  select core.customer_keys(
      array[a.name, a.short_name] || a.former_names || array(
        select n.name from kam.merge m
        cross join lateral (select m.name union all select jsonb_array_elements_text(m.image -> 'former_names')) n (name)
        where m.account_id = a.id and m.undone_at is null),
      array(select i.value from kam.account_identifier i where i.account_id = a.id))
    into v_keys from kam.account a where a.id = p_account_id;
  delete from kam.customer_key k where k.account_id = p_account_id and k.key <> all (coalesce(v_keys, '{}'));
  insert into kam.customer_key (key, account_id) select k, p_account_id from unnest(v_keys) k on conflict do nothing;
end
$$;

ALTER FUNCTION core.key_account(p_account_id bigint) OWNER TO kam_search;

--
-- Name: language(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.language() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(core.call_part(4), 'zh'::text);

ALTER FUNCTION core.language() OWNER TO kam_owner;

--
-- Name: last_visit_on(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.last_visit_on(p_account_id bigint) RETURNS date
    LANGUAGE sql STABLE
    AS $$
  select (max(i.occurred_at) at time zone 'Asia/Shanghai')::date
  from kam.interaction i
  where i.account_id = p_account_id and i.channel in ('visit', 'reception') and i.occurred_at <= now()
$$;

ALTER FUNCTION core.last_visit_on(p_account_id bigint) OWNER TO kam_owner;

--
-- Name: left_over(bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.left_over(p_merge_id bigint) RETURNS TABLE(relation text, id bigint, row_key text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select c.relation, (coalesce(c.row_key, c.image) ->> 'id')::int8, coalesce(c.row_key, jsonb_strip_nulls(jsonb_build_object('id', c.image -> 'id')))::text
  from kam.carried c
  where c.merge_id = p_merge_id and c.left_over
  order by c.relation, c.id
$$;

ALTER FUNCTION core.left_over(p_merge_id bigint) OWNER TO kam_mover;

--
-- Name: load_aliases(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.load_aliases(p_lines text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  delete from kam.alias;
  insert into kam.alias (name, alias)
    select split_part(line, E'\t', 1), split_part(line, E'\t', 2) from string_to_table(btrim(p_lines, E'\n'), E'\n') line;
end
$$;

ALTER FUNCTION core.load_aliases(p_lines text) OWNER TO kam_owner;

--
-- Name: load_phrases(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.load_phrases(p_lines text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  delete from kam.phrase;
  insert into kam.phrase (phrase, readings, head)
    select l.part[1], string_to_array(l.part[2], ' '), coalesce(nullif(l.part[3], '-'), case when l.part[3] = '-' then '' else left(l.part[1], 1) end)
    from (select string_to_array(line, E'\t') as part from string_to_table(btrim(p_lines, E'\n'), E'\n') line) l;
end
$$;

ALTER FUNCTION core.load_phrases(p_lines text) OWNER TO kam_owner;

--
-- Name: load_readings(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.load_readings(p_lines text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  delete from kam.pinyin;
  insert into kam.pinyin (hanzi, readings)
    select h.hanzi, string_agg(l.part[1], ' ' order by h.further, l.part[1])
    from (select string_to_array(line, E'\t') as part from string_to_table(btrim(p_lines, E'\n'), E'\n') line) l
    cross join lateral (
      select false, c from string_to_table(l.part[2], null) c
      union all select true, c from string_to_table(l.part[3], null) c) h (further, hanzi)
    group by h.hanzi;
end
$$;

ALTER FUNCTION core.load_readings(p_lines text) OWNER TO kam_owner;

--
-- Name: lock_account_tree(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.lock_account_tree() RETURNS void
    LANGUAGE sql
    AS $$
  select pg_advisory_xact_lock(hashtextextended('kam.account', 0))
$$;

ALTER FUNCTION core.lock_account_tree() OWNER TO kam_owner;

--
-- Name: lock_change_request(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.lock_change_request(p_id bigint) RETURNS kam.change_request
    LANGUAGE plpgsql
    AS $$
declare
  v_request kam.change_request;
begin
  select r.* into v_request from kam.change_request r where r.id = p_id for update;
  if not found then
    perform core.fail('not_found', 'id');
  end if;
  if v_request.state <> 'open' then
    perform core.fail('change_request_decided', 'id', v_request.state::text);
  end if;
  return v_request;
end
$$;

ALTER FUNCTION core.lock_change_request(p_id bigint) OWNER TO kam_owner;

--
-- Name: document_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.document_id_seq OWNER TO kam_owner;

--
-- Name: document; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.document (
    id bigint DEFAULT nextval('kam.document_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    kind kam.document_kind NOT NULL,
    title text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    confidentiality kam.confidentiality NOT NULL,
    number_shown text GENERATED ALWAYS AS (
CASE
    WHEN ((confidentiality = 'normal'::kam.confidentiality) OR (number = ''::text)) THEN number
    ELSE '****'::text
END) STORED NOT NULL,
    state kam.document_state NOT NULL,
    issued_on date,
    expires_on date,
    retain_until date,
    place text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    file_name text DEFAULT ''::text NOT NULL,
    media_type text DEFAULT ''::text NOT NULL,
    size_bytes bigint DEFAULT 0 NOT NULL,
    sha256 bytea,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT document_dates CHECK ((issued_on <= expires_on)),
    CONSTRAINT document_dates_range CHECK ((((issued_on >= '1949-10-01'::date) AND (issued_on <= '2199-12-31'::date)) AND ((expires_on >= '1949-10-01'::date) AND (expires_on <= '2199-12-31'::date)) AND ((retain_until >= '1949-10-01'::date) AND (retain_until <= '2199-12-31'::date)))),
    CONSTRAINT document_file CHECK (((size_bytes >= 0) AND ((size_bytes > 0) = (sha256 IS NOT NULL)))),
    CONSTRAINT document_file_name_form CHECK (((octet_length(file_name) <= 255) AND (file_name !~ '[/\\\x01-\x1f\x7f]'::text) AND (file_name <> ALL (ARRAY['.'::text, '..'::text])))),
    CONSTRAINT document_media_type_form CHECK ((media_type ~ '^([A-Za-z0-9][A-Za-z0-9.+-]{0,62}/[A-Za-z0-9][A-Za-z0-9.+-]{0,62})?$'::text)),
    CONSTRAINT document_note_bytes CHECK ((octet_length(note) <= 2048)),
    CONSTRAINT document_number_form CHECK (((octet_length(number) <= 64) AND (number !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT document_place_form CHECK (((octet_length(place) <= 128) AND (place !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT document_title_form CHECK ((((octet_length(btrim(title, ' 　'::text)) >= 1) AND (octet_length(btrim(title, ' 　'::text)) <= 256)) AND (octet_length(title) <= 256) AND (title !~ '[\x01-\x1f\x7f]'::text)))
);

ALTER TABLE ONLY kam.document FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.document OWNER TO kam_owner;

--
-- Name: lock_document(bigint, text, kam.document_state[], text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text) RETURNS kam.document
    LANGUAGE plpgsql
    AS $$
declare
  v_document kam.document;
begin
  select d.* into v_document from kam.document d where d.id = p_id and d.state <> 'cancelled' for no key update;
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  if v_document.state <> all (p_states) then
    perform core.fail(p_fault, p_field);
  end if;
  return v_document;
end
$$;

ALTER FUNCTION core.lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text) OWNER TO kam_owner;

--
-- Name: visit_plan_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.visit_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.visit_plan_id_seq OWNER TO kam_owner;

--
-- Name: visit_plan; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.visit_plan (
    id bigint DEFAULT nextval('kam.visit_plan_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    planned_on date NOT NULL,
    person_id bigint NOT NULL,
    purpose text DEFAULT ''::text NOT NULL,
    state kam.visit_plan_state DEFAULT 'planned'::kam.visit_plan_state NOT NULL,
    interaction_id bigint,
    reason text DEFAULT ''::text NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT visit_plan_planned_on_range CHECK (((planned_on >= '1949-10-01'::date) AND (planned_on <= '2199-12-31'::date))),
    CONSTRAINT visit_plan_purpose_bytes CHECK ((octet_length(purpose) <= 256)),
    CONSTRAINT visit_plan_reason_bytes CHECK ((octet_length(reason) <= 512)),
    CONSTRAINT visit_plan_reported CHECK (((state = 'done'::kam.visit_plan_state) = (interaction_id IS NOT NULL)))
);

ALTER TABLE ONLY kam.visit_plan FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.visit_plan OWNER TO kam_owner;

--
-- Name: lock_visit_plan(bigint, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.lock_visit_plan(p_id bigint, p_field text) RETURNS kam.visit_plan
    LANGUAGE plpgsql
    AS $$
declare
  v_plan kam.visit_plan;
begin
  select p.* into v_plan from kam.visit_plan p where p.id = p_id for no key update;
  if not found then
    perform core.fail('not_found', p_field);
  end if;
  if v_plan.state <> 'planned' then
    perform core.fail('visit_plan_over', p_field);
  end if;
  return v_plan;
end
$$;

ALTER FUNCTION core.lock_visit_plan(p_id bigint, p_field text) OWNER TO kam_owner;

--
-- Name: make_carriers(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.make_carriers() RETURNS void
    LANGUAGE plpgsql
    AS $_$
declare
  v_head constant text := 'language plpgsql security definer set search_path = pg_catalog, pg_temp as $made$';
  v_steps text;
  v_entries text;
  v_left text;
  v_pairs text;
begin
  -- All references from one account to the other, each with its entry in kam.carried.
  select string_agg(format($part$%s    move_%2$s as (
      update kam.%2$I x set %3$s
      from kam.%2$I o, kam.account s
      where s.id = p_into and (%4$s) and %5$s%6$s
      returning %7$s as row_key, %8$s)$part$,
      case when t.folded is null or t.folded = 'false' then '' else format(E'    fold_%1$s as (\n      delete from kam.%1$I o where (%2$s) and (%3$s) returning to_jsonb(o) as image),\n', t.relation, l.hit, t.folded) end,
      t.relation, t.moves, l.hit, t.joined, case when t.folded is null or t.folded = 'false' then '' else format(' and not (%s)', t.folded) end, t.row_key, l.was), E',\n' order by t.relation),
    string_agg(l.entries, E'\n    union all\n' order by t.relation)
  into v_steps, v_entries
  from core.carried_table t
  cross join lateral (
    select string_agg(format('o.%I = p_from', x), ' or ') as hit,
      string_agg(format('o.%I = p_from as %I', x, 'of_' || x), ', ') as was,
      string_agg(format('    select p_merge_id, %L, %L, m.row_key, null::jsonb from move_%s m where m.%I', t.relation, x, t.relation, 'of_' || x), E'\n    union all\n')
        || case when t.folded is null or t.folded = 'false' then '' else format(E'\n    union all\n    select p_merge_id, %L, %L, null, f.image from fold_%s f', t.relation, t.leads[1], t.relation) end as entries
    from unnest(t.leads) x) l;
  execute format(E'create or replace function core.move_references(p_merge_id int8, p_from int8, p_into int8) returns void\n%s\nbegin\n  with\n%s\n  insert into kam.carried (merge_id, relation, column_name, row_key, image)\n%s;\nend\n$made$',
    v_head, v_steps, v_entries);

  -- Which of them can go back: those that still refer to the account they went to, with what came to hang on them meanwhile. What hangs
  -- on something that stays, or has something on it that stays, stays as well.
  select string_agg(format($part$  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = %1$L and c.column_name = %2$L and c.image is null
      and not exists (select from kam.%1$I x where %3$s and x.%2$I = p_into);
$part$, t.relation, x, t.keyed), '' order by t.relation, x)
  into v_left from core.carried_table t, unnest(t.leads) x;
  select string_agg(format($part$    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, %1$L, %2$L, %3$s, true
      from kam.%1$I x join kam.%4$I p on %6$s
      join kam.carried c on c.merge_id = p_merge_id and c.relation = %4$L and c.column_name = %5$L and c.image is null and not c.left_over and %8$s
      where x.%2$I = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = %1$L and e.column_name = %2$L and e.image is null and e.row_key = %3$s);
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
$part$ || case when p.together then $part$    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = %1$L and c.column_name = %2$L and c.image is null and not c.left_over
        and exists (select from kam.%1$I x join kam.%4$I p on %6$s where %7$s and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = %4$L and e.column_name = %5$L and e.image is null and not e.left_over
            and e.row_key = %9$s));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = %4$L and c.column_name = %5$L and c.image is null and not c.left_over
        and exists (select from kam.%4$I p join kam.%1$I x on %6$s where %8$s and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = %1$L and e.column_name = %2$L and e.image is null and e.left_over
            and e.row_key = %3$s));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
$part$ else '' end, p.child, p.child_lead, p.child_key, p.parent, p.parent_lead, p.on_key, p.child_keyed, p.parent_keyed, p.parent_key), '' order by p.child, p.parent)
  into v_pairs from core.carried_pair p;
  execute format(E'create or replace function core.settle_references(p_merge_id int8, p_into int8) returns void\n%s\ndeclare\n  v_more int8;\n  v_rows int8;\nbegin\n%s  loop\n    v_more := 0;\n%s    exit when v_more = 0;\n  end loop;\nend\n$made$',
    v_head, v_left, v_pairs);

  -- The account itself, what was taken away, and all references that can go back.
  select string_agg(case when t.folded is null or t.folded = 'false' then '' else
      format(E'  insert into kam.%1$I (%2$s) overriding system value\n    select %3$s from kam.carried i cross join lateral jsonb_populate_record(null::kam.%1$I, i.image) r\n    where i.merge_id = p_merge_id and i.relation = %1$L and i.image is not null and %4$s\n    on conflict do nothing;\n  update kam.carried c set left_over = true\n    where c.merge_id = p_merge_id and c.relation = %1$L and c.image is not null and not exists (select from kam.%1$I x where %5$s);\n', t.relation, t.columns, t.images,
      (select string_agg(format('(r.%1$I is null or exists (select from kam.account a where a.id = r.%1$I))', x), ' and ') from unnest(t.leads) x), t.key_of_image) end, '' order by t.relation),
    string_agg(format($part$    back_%1$s as (
      update kam.%1$I x set %2$s
      from kam.account s, (
        select e.row_key, %3$s from kam.carried e
        where e.merge_id = p_merge_id and e.relation = %4$L and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and %5$s and %6$s)$part$,
      t.relation, t.restores, (select string_agg(format('bool_or(e.column_name = %L) as %I', x, 'of_' || x), ', ') from unnest(t.leads) x), t.relation, t.keyed,
      (select string_agg(format('(not c.%I or x.%I = p_into)', 'of_' || x, x), ' and ') from unnest(t.leads) x)), E',\n' order by t.relation)
  into v_left, v_steps from core.carried_table t;
  execute format(E'create or replace function core.restore_references(p_merge_id int8, p_from int8, p_into int8, p_image jsonb) returns void\n%s\nbegin\n  insert into kam.account (%s)\n    select %s from (select p_image) i (image), jsonb_populate_record(null::kam.account, i.image) r;\n%s  with\n%s\n  update kam.merge set undone_at = now(), undone_by = core.principal() where id = p_merge_id;\nend\n$made$',
    v_head, (select t.columns from core.carried_table t where t.relation = 'account'), (select t.images from core.carried_table t where t.relation = 'account'),
    v_left, v_steps);

  -- What a person has besides accounts, to another, as far as the caller's right reaches; and back.
  select string_agg(format($part$  with moved as (
    update kam.%1$I x set %2$I = p_to
    where x.%2$I = p_from and (%3$s) and (p_account_id is null or x.account_id = p_account_id) and core.reaches(x.owner_id, x.unit_id, x.account_id)
    returning %4$s as row_key)
  insert into kam.carried (handover_id, relation, column_name, row_key) select p_handover_id, %1$L, %2$L, m.row_key from moved m;
  get diagnostics v_rows = row_count;
  v_moved := v_moved + v_rows;
$part$, r.relation, r.lead, r.condition, r.row_key), '' order by r.relation, r.lead),
    string_agg(format($part$  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = %1$L and c.column_name = %2$L
      and not exists (select from kam.%1$I x where %3$s and x.%2$I = p_to and core.reaches(x.owner_id, x.unit_id, x.account_id));
  update kam.%1$I x set %2$I = p_from
    from kam.carried c
    where c.handover_id = p_handover_id and c.relation = %1$L and c.column_name = %2$L and not c.left_over and %3$s;
$part$, r.relation, r.lead, r.keyed), '' order by r.relation, r.lead)
  into v_steps, v_entries from core.person_reference r where r.rule = 'hand';
  execute format(E'create or replace function core.hand_references(p_handover_id int8, p_from int8, p_to int8, p_account_id int8) returns int4\n%s\ndeclare\n  v_moved int4 := 0;\n  v_rows int4;\nbegin\n%s  return v_moved;\nend\n$made$', v_head, v_steps);
  execute format(E'create or replace function core.return_references(p_handover_id int8, p_from int8, p_to int8) returns void\n%s\nbegin\n%s  return;\nend\n$made$', v_head, v_entries);

  alter function core.hand_references(int8, int8, int8, int8) owner to kam_mover;
  alter function core.return_references(int8, int8, int8) owner to kam_mover;
  alter function core.move_references(int8, int8, int8) owner to kam_mover;
  alter function core.settle_references(int8, int8) owner to kam_mover;
  alter function core.restore_references(int8, int8, int8, jsonb) owner to kam_mover;
end
$_$;

ALTER FUNCTION core.make_carriers() OWNER TO kam_owner;

--
-- Name: make_grant(bigint, bigint, text[], bigint, date, date, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  v_id int8 := nextval('kam.deputy_grant_id_seq');
  v_starts date := coalesce(p_starts_on, core.today());
  v_begins timestamptz := core.day_begins(coalesce(p_starts_on, core.today()));
  v_ends timestamptz := core.day_begins(p_ends_on + 1);
  v_units int8[];
  v_right text;
  v_held record;
begin
  perform core.require(nullif(cardinality(p_rights), 0)::text, 'rights'), core.require(p_ends_on::text, 'ends_on');
  if v_starts < core.today() then
    perform core.fail('grant_in_the_past', 'starts_on');
  elsif p_ends_on < v_starts then
    perform core.fail('grant_dates', 'ends_on');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('kam.effective_right', 0));
  if p_unit_id is not null then
    v_units := array(select u.id from kam.unit u where p_unit_id = any (u.path));
    if v_units = '{}' then
      perform core.fail('grant_unit_unknown', 'unit_id');
    end if;
  end if;
  foreach v_right in array p_rights loop
    if not exists (select from kam.right_atom a where a.name = v_right) then
      perform core.fail('grant_right_unknown', 'rights', v_right);
    elsif p_unit_id is not null and exists (select from kam.right_atom a where a.name = v_right and not a.row_scoped) then
      perform core.fail('grant_right_unscoped', 'unit_id', v_right);
    end if;
    if exists (select from kam.deputy_grant g where g.grantor_id = p_grantor_id and g.deputy_id = p_deputy_id and v_right = any (g.rights)
      and g.starts_on <= p_ends_on and g.ends_on >= v_starts and g.ends_on >= g.starts_on)
    then
      perform core.fail('grant_overlap', 'starts_on', v_right);
    end if;
    select coalesce(sum(extract(epoch from least(e.valid_to, v_ends) - greatest(e.valid_from, v_begins))), 0) as seconds, max(e.valid_to) as until,
        bool_and(v_units is null or e.keys = '{0}' or e.keys @> v_units) as within
      into v_held from kam.effective_right e
      where e.person_id = p_grantor_id and e.right_name = v_right and e.valid_from < v_ends and e.valid_to > v_begins;
    if v_held.seconds = 0 then
      perform core.fail('grant_not_held', 'rights', v_right);
    elsif v_held.seconds < extract(epoch from v_ends - v_begins) then
      perform core.fail('grant_outlives', 'ends_on', v_right);
    elsif not v_held.within then
      perform core.fail('grant_outreaches', 'unit_id', v_right);
    end if;
  end loop;
  insert into kam.deputy_grant (id, grantor_id, deputy_id, rights, unit_id, starts_on, ends_on, reason, made_by)
    values (v_id, p_grantor_id, p_deputy_id, array(select distinct r from unnest(p_rights) r order by r), p_unit_id, v_starts, p_ends_on,
      core.trimmed(p_reason), core.principal());
  return v_id;
end
$$;

ALTER FUNCTION core.make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) OWNER TO kam_owner;

--
-- Name: mask_birthday(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_birthday(p_birthday text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN (p_birthday = ''::text) THEN ''::text ELSE ('****-'::text || "right"(p_birthday, 5)) END;

ALTER FUNCTION core.mask_birthday(p_birthday text) OWNER TO kam_owner;

--
-- Name: mask_text(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_text(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_text = ''::text) THEN ''::text ELSE '***'::text END;

ALTER FUNCTION core.mask_text(p_text text) OWNER TO kam_owner;

--
-- Name: mask_content(kam.confidentiality, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_confidentiality = 'normal'::kam.confidentiality) THEN p_text ELSE core.mask_text(p_text) END;

ALTER FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) OWNER TO kam_owner;

--
-- Name: mask_email(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_email(p_email text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN (p_email = ''::text) THEN ''::text WHEN (strpos(p_email, '@'::text) > 1) THEN (("left"(p_email, 1) || '***'::text) || substr(p_email, ((length(p_email) - strpos(reverse(p_email), '@'::text)) + 1))) ELSE '***'::text END;

ALTER FUNCTION core.mask_email(p_email text) OWNER TO kam_owner;

--
-- Name: mask_number(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_number(p_number text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_number = ''::text) THEN ''::text WHEN (char_length(p_number) >= 12) THEN (("left"(p_number, 4) || '****'::text) || "right"(p_number, 4)) WHEN (char_length(p_number) >= 8) THEN (("left"(p_number, 2) || '****'::text) || "right"(p_number, 2)) ELSE '****'::text END;

ALTER FUNCTION core.mask_number(p_number text) OWNER TO kam_owner;

--
-- Name: mask_phone(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.mask_phone(p_phone text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT CASE WHEN (length(d.d) >= 11) THEN (("left"(d.d, 3) || '****'::text) || "right"(d.d, 4)) WHEN (length(d.d) >= 7) THEN (("left"(d.d, 2) || '****'::text) || "right"(d.d, 2)) WHEN (mask_phone.p_phone = ''::text) THEN ''::text ELSE '****'::text END AS "case" FROM regexp_replace(mask_phone.p_phone, '[^0-9]'::text, ''::text, 'g'::text) d(d));

ALTER FUNCTION core.mask_phone(p_phone text) OWNER TO kam_owner;

--
-- Name: masked_image(text, jsonb); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.masked_image(p_relation text, p_image jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select p_image || coalesce((
    select jsonb_object_agg(f.column_name, case
        when jsonb_typeof(v.value) = 'null' then v.value
        when jsonb_typeof(v.value) <> 'string' then to_jsonb('***'::text)
        when f.mask = 'phone' then to_jsonb(core.mask_phone(v.value #>> '{}'))
        when f.mask = 'email' then to_jsonb(core.mask_email(v.value #>> '{}'))
        when f.mask = 'birthday' then to_jsonb(core.mask_birthday(v.value #>> '{}'))
        when f.mask = 'number' then to_jsonb(core.mask_number(v.value #>> '{}'))
        else to_jsonb(core.mask_text(v.value #>> '{}')) end)
    from core.field_class f
    join jsonb_each(p_image) v on v.key = f.column_name
    where f.relation = p_relation and f.class <> 'open'), '{}')
$$;

ALTER FUNCTION core.masked_image(p_relation text, p_image jsonb) OWNER TO kam_owner;

--
-- Name: may_know(bigint, bigint[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.may_know(p_person_id bigint, p_keys bigint[]) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (select from kam.effective_right c
    where c.person_id = p_person_id and c.right_name = 'confidential.read' and c.valid_from <= now() and c.valid_to > now() and c.keys && p_keys)
$$;

ALTER FUNCTION core.may_know(p_person_id bigint, p_keys bigint[]) OWNER TO kam_owner;

--
-- Name: merge_accounts(bigint, bigint, text); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.merge_accounts(p_from bigint, p_into bigint, p_reason text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_id int8 := nextval('kam.merge_id_seq');
begin
  insert into kam.merge (id, account_id, owner_id, unit_id, company_id, into_id, merged_id, parent_id, image, reason, person_id, merged_at)
    select v_id, s.id, s.owner_id, s.unit_id, s.company_id, s.id, f.id, f.parent_id, to_jsonb(f), p_reason, core.principal(), now()
    from kam.account s, kam.account f
    where s.id = p_into and f.id = p_from;
  perform core.join_parts(v_id, p_from, p_into);
  perform core.move_references(v_id, p_from, p_into);
  -- Where earlier merges put this account, they put it where its place is kept now.
  update kam.carried c set relation = 'merge', row_key = jsonb_build_object('id', v_id)
    from kam.merge m
    where c.relation = 'account' and c.column_name = 'parent_id' and c.row_key = jsonb_build_object('id', p_from) and m.id = c.merge_id and m.undone_at is null;
  -- A link names its record by kind and id, which no foreign key tells. An interaction about both keeps the link it has to the other.
  with linked as (
    update kam.interaction_link x set record_id = p_into
    where x.kind = 'account' and x.record_id = p_from
      and not exists (select from kam.interaction_link y where y.interaction_id = x.interaction_id and y.kind = 'account' and y.record_id = p_into)
    returning x.interaction_id)
  insert into kam.carried (merge_id, relation, column_name, row_key)
    select v_id, 'interaction_link', 'record_id', jsonb_build_object('interaction_id', l.interaction_id) from linked l;
  delete from kam.account a where a.id = p_from;
  perform core.index_account(p_into);
  return v_id;
end
$$;

ALTER FUNCTION core.merge_accounts(p_from bigint, p_into bigint, p_reason text) OWNER TO kam_mover;

--
-- Name: method(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.method() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN core.call_part(2);

ALTER FUNCTION core.method() OWNER TO kam_owner;

--
-- Name: move_references(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.move_references(p_merge_id bigint, p_from bigint, p_into bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  with
    move_account as (
      update kam.account x set parent_id = case when x.parent_id = p_from then s.id else x.parent_id end
      from kam.account o, kam.account s
      where s.id = p_into and (o.parent_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.parent_id = p_from as of_parent_id),
    move_account_identifier as (
      update kam.account_identifier x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.account_identifier o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_care_date as (
      update kam.care_date x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.care_date o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_change_request as (
      update kam.change_request x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.change_request o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    fold_collaboration as (
      delete from kam.collaboration o where (o.account_id = p_from) and (exists (select from (select *, person_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) y, (select *, person_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2 and y.part_3 operator(pg_catalog.=) z.part_3 and y.part_4 operator(pg_catalog.&&) z.part_4) or exists (select from (select *, team_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) y, (select *, team_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2 and y.part_3 operator(pg_catalog.=) z.part_3 and y.part_4 operator(pg_catalog.&&) z.part_4)) returning to_jsonb(o) as image),
    move_collaboration as (
      update kam.collaboration x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.collaboration o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id and not (exists (select from (select *, person_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) y, (select *, person_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2 and y.part_3 operator(pg_catalog.=) z.part_3 and y.part_4 operator(pg_catalog.&&) z.part_4) or exists (select from (select *, team_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) y, (select *, team_id as part_2, level as part_3, daterange(starts_on, ends_on + 1) as part_4 from kam.collaboration ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2 and y.part_3 operator(pg_catalog.=) z.part_3 and y.part_4 operator(pg_catalog.&&) z.part_4))
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_contact as (
      update kam.contact x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.contact o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_departure as (
      update kam.departure x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.departure o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_distinct_pair as (
      update kam.distinct_pair x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, other_id = case when x.other_id = p_from then s.id else x.other_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.distinct_pair o, kam.account s
      where s.id = p_into and (o.account_id = p_from or o.other_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id, o.other_id = p_from as of_other_id),
    move_document as (
      update kam.document x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.document o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_document_loan as (
      update kam.document_loan x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.document_loan o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_interaction as (
      update kam.interaction x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.interaction o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    move_interaction_link as (
      update kam.interaction_link x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.interaction_link o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.interaction_id = o.interaction_id and x.kind = o.kind and x.record_id = o.record_id
      returning jsonb_build_object('interaction_id', x.interaction_id, 'kind', x.kind, 'record_id', x.record_id) as row_key, o.account_id = p_from as of_account_id),
    move_interaction_person as (
      update kam.interaction_person x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.interaction_person o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.interaction_id = o.interaction_id and x.person_id = o.person_id
      returning jsonb_build_object('interaction_id', x.interaction_id, 'person_id', x.person_id) as row_key, o.account_id = p_from as of_account_id),
    move_interaction_visitor as (
      update kam.interaction_visitor x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.interaction_visitor o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id),
    fold_member as (
      delete from kam.member o where (o.account_id = p_from or o.member_account_id = p_from) and (exists (select from (select *, name as part_2 from kam.member ) y, (select *, name as part_2 from kam.member ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2) or o.account_id in (p_from, p_into) and o.member_account_id in (p_from, p_into)) returning to_jsonb(o) as image),
    move_member as (
      update kam.member x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, member_account_id = case when x.member_account_id = p_from then s.id else x.member_account_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.member o, kam.account s
      where s.id = p_into and (o.account_id = p_from or o.member_account_id = p_from) and x.id = o.id and not (exists (select from (select *, name as part_2 from kam.member ) y, (select *, name as part_2 from kam.member ) z where y.account_id = p_into and z.account_id = p_from and z.id = o.id and y.part_2 operator(pg_catalog.=) z.part_2) or o.account_id in (p_from, p_into) and o.member_account_id in (p_from, p_into))
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id, o.member_account_id = p_from as of_member_account_id),
    move_merge as (
      update kam.merge x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, parent_id = case when x.parent_id = p_from then s.id else x.parent_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.merge o, kam.account s
      where s.id = p_into and (o.account_id = p_from or o.parent_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id, o.parent_id = p_from as of_parent_id),
    move_visit_plan as (
      update kam.visit_plan x set account_id = case when x.account_id = p_from then s.id else x.account_id end, company_id = case when x.account_id = p_from then s.company_id else x.company_id end, owner_id = case when x.account_id = p_from then s.owner_id else x.owner_id end, unit_id = case when x.account_id = p_from then s.unit_id else x.unit_id end
      from kam.visit_plan o, kam.account s
      where s.id = p_into and (o.account_id = p_from) and x.id = o.id
      returning jsonb_build_object('id', x.id) as row_key, o.account_id = p_from as of_account_id)
  insert into kam.carried (merge_id, relation, column_name, row_key, image)
    select p_merge_id, 'account', 'parent_id', m.row_key, null::jsonb from move_account m where m.of_parent_id
    union all
    select p_merge_id, 'account_identifier', 'account_id', m.row_key, null::jsonb from move_account_identifier m where m.of_account_id
    union all
    select p_merge_id, 'care_date', 'account_id', m.row_key, null::jsonb from move_care_date m where m.of_account_id
    union all
    select p_merge_id, 'change_request', 'account_id', m.row_key, null::jsonb from move_change_request m where m.of_account_id
    union all
    select p_merge_id, 'collaboration', 'account_id', m.row_key, null::jsonb from move_collaboration m where m.of_account_id
    union all
    select p_merge_id, 'collaboration', 'account_id', null, f.image from fold_collaboration f
    union all
    select p_merge_id, 'contact', 'account_id', m.row_key, null::jsonb from move_contact m where m.of_account_id
    union all
    select p_merge_id, 'departure', 'account_id', m.row_key, null::jsonb from move_departure m where m.of_account_id
    union all
    select p_merge_id, 'distinct_pair', 'account_id', m.row_key, null::jsonb from move_distinct_pair m where m.of_account_id
    union all
    select p_merge_id, 'distinct_pair', 'other_id', m.row_key, null::jsonb from move_distinct_pair m where m.of_other_id
    union all
    select p_merge_id, 'document', 'account_id', m.row_key, null::jsonb from move_document m where m.of_account_id
    union all
    select p_merge_id, 'document_loan', 'account_id', m.row_key, null::jsonb from move_document_loan m where m.of_account_id
    union all
    select p_merge_id, 'interaction', 'account_id', m.row_key, null::jsonb from move_interaction m where m.of_account_id
    union all
    select p_merge_id, 'interaction_link', 'account_id', m.row_key, null::jsonb from move_interaction_link m where m.of_account_id
    union all
    select p_merge_id, 'interaction_person', 'account_id', m.row_key, null::jsonb from move_interaction_person m where m.of_account_id
    union all
    select p_merge_id, 'interaction_visitor', 'account_id', m.row_key, null::jsonb from move_interaction_visitor m where m.of_account_id
    union all
    select p_merge_id, 'member', 'account_id', m.row_key, null::jsonb from move_member m where m.of_account_id
    union all
    select p_merge_id, 'member', 'member_account_id', m.row_key, null::jsonb from move_member m where m.of_member_account_id
    union all
    select p_merge_id, 'member', 'account_id', null, f.image from fold_member f
    union all
    select p_merge_id, 'merge', 'account_id', m.row_key, null::jsonb from move_merge m where m.of_account_id
    union all
    select p_merge_id, 'merge', 'parent_id', m.row_key, null::jsonb from move_merge m where m.of_parent_id
    union all
    select p_merge_id, 'visit_plan', 'account_id', m.row_key, null::jsonb from move_visit_plan m where m.of_account_id;
end
$$;

ALTER FUNCTION core.move_references(p_merge_id bigint, p_from bigint, p_into bigint) OWNER TO kam_mover;

--
-- Name: name_key(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.name_key(p_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(core.fold(p_name), '(股份有限公司|有限责任公司|有限公司|总公司|公司|集团)+$'::text, ''::text);

ALTER FUNCTION core.name_key(p_name text) OWNER TO kam_owner;

--
-- Name: name_keys(text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.name_keys(p_name text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select coalesce(string_agg(distinct t.term, ' '), '') from core.name_terms(p_name, 1) t where t.place = 1 and t.source in (4, 5)
$$;

ALTER FUNCTION core.name_keys(p_name text) OWNER TO kam_search;

--
-- Name: name_list(text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.name_list(p_names text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select coalesce(array_agg(core.trimmed(n.name) order by n.i) filter (where core.trimmed(n.name) <> ''), '{}')
  from unnest(p_names) with ordinality n (name, i)
$$;

ALTER FUNCTION core.name_list(p_names text[]) OWNER TO kam_owner;

--
-- Name: name_terms(text, integer); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.name_terms(p_name text, p_source integer) RETURNS TABLE(place integer, term text, source integer)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_text text := left(core.fold(p_name), 64);
  v_length int4 := char_length(v_text);
  v_chars text[] := string_to_array(v_text, null);
  v_hanzi bool[];        -- whether there is a reading at all
  v_usual text[];        -- the reading in this name
  v_readings text[];     -- all readings of today, the usual one first, joined by blanks
  v_begins bool[];       -- whether a word begins here
  v_heads text[];        -- what that word gives to the abbreviation
  v_word record;
  v_next int4 := 1;
  v_pinyin text := '';   -- usual readings from here to the end, while walking from the end
  v_initials text := '';
  v_abbreviation text := '';
  v_words int4 := 0;
begin
  if v_length = 0 then
    return;
  end if;
  select array_agg(p.hanzi is not null order by c.i), array_agg(coalesce(split_part(p.readings, ' ', 1), c.hanzi) order by c.i),
      array_agg(coalesce(p.readings, c.hanzi) order by c.i)
    into v_hanzi, v_usual, v_readings
    from unnest(v_chars) with ordinality c (hanzi, i)
    left join kam.pinyin p on p.hanzi = c.hanzi;
  v_heads := v_chars;
  for i in 1 .. v_length loop
    v_begins[i] := v_hanzi[i] or i = 1 or v_hanzi[i - 1];
  end loop;
  for v_word in
    select s.i, p.readings, p.head
    from generate_series(1, v_length - 1) s (i)
    cross join generate_series(2, least(6, v_length)) l (n)
    join kam.phrase p on p.phrase = substr(v_text, s.i, l.n)
    where s.i + l.n - 1 <= v_length
    order by s.i, l.n desc
  loop
    continue when v_word.i < v_next; -- begins inside the word before
    v_next := v_word.i + cardinality(v_word.readings);
    v_heads[v_word.i] := v_word.head;
    for i in v_word.i .. v_next - 1 loop
      v_begins[i] := i = v_word.i;
      if v_usual[i] <> v_word.readings[i - v_word.i + 1] then
        v_usual[i] := v_word.readings[i - v_word.i + 1];
        v_readings[i] := v_usual[i] || replace(' ' || v_readings[i] || ' ', ' ' || v_usual[i] || ' ', ' ');
        v_readings[i] := rtrim(v_readings[i]);
      end if;
    end loop;
  end loop;

  for i in reverse v_length .. 1 loop
    v_pinyin := v_usual[i] || v_pinyin;
    v_initials := left(v_usual[i], 1) || v_initials;
    place := case when i = 1 then 1 when v_begins[i] then 2 else 3 end;
    if v_hanzi[i] or v_begins[i] then
      term := substr(v_text, i);
      source := p_source;
      return next;
    end if;
    continue when not v_begins[i] or v_heads[i] = '';
    v_abbreviation := v_heads[i] || v_abbreviation;
    v_words := v_words + 1;
    if v_words > 1 and v_hanzi[i] then
      term := v_abbreviation;
      source := 2;
      place := 2;
      return next;
      place := case when i = 1 then 1 else 2 end;
    end if;
    if true = any (v_hanzi[i:]) then
      source := 4;
      foreach term in array core.combined(v_readings[i:i + 3], v_pinyin, false, 8) loop
        return next;
      end loop;
      source := 5;
      foreach term in array core.combined(v_readings[i:i + 7], v_initials, true, 16) loop
        return next;
      end loop;
    end if;
  end loop;
end
$$;

ALTER FUNCTION core.name_terms(p_name text, p_source integer) OWNER TO kam_search;

--
-- Name: next_account_revision(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.next_account_revision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  return new;
end
$$;

ALTER FUNCTION core.next_account_revision() OWNER TO kam_owner;

--
-- Name: next_occurrence(date, date); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.next_occurrence(p_day date, p_from date) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT min(x.day) AS min FROM (SELECT ((next_occurrence.p_day + make_interval(years => (((EXTRACT(year FROM next_occurrence.p_from))::integer - (EXTRACT(year FROM next_occurrence.p_day))::integer) + n.n))))::date AS day FROM generate_series(0, 1) n(n)) x WHERE (x.day >= next_occurrence.p_from));

ALTER FUNCTION core.next_occurrence(p_day date, p_from date) OWNER TO kam_owner;

--
-- Name: next_offset(bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  select coalesce(min(o), p_size_bytes)
  from generate_series(0, p_size_bytes - 1, core.chunk_bytes()) o
  where not exists (select from kam.document_chunk c where c.document_id = p_document_id and c.byte_offset = o)
$$;

ALTER FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) OWNER TO kam_owner;

--
-- Name: next_revision(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.next_revision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.revision := old.revision + 1;
  return new;
end
$$;

ALTER FUNCTION core.next_revision() OWNER TO kam_owner;

--
-- Name: notice_subject(text, bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.notice_subject(p_kind text, p_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return coalesce((
    select case p_kind
      when 'account' then (select a.name from kam.account a
        where a.id = p_id and core.holds('account.read', a.owner_id, a.unit_id, a.id)
          and (a.confidentiality <> 'secret' or core.holds('confidential.read', a.owner_id, a.unit_id, a.id)))
      when 'person' then (select n.name from kam.person n where n.id = p_id)
    end), '');
end
$$;

ALTER FUNCTION core.notice_subject(p_kind text, p_id bigint) OWNER TO kam_search;

--
-- Name: notify(bigint[], text, text, bigint, text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[] DEFAULT '{}'::text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into kam.notice (id, person_id, kind, subject_kind, subject_id, args, at)
    select nextval('kam.notice_id_seq'), p.id, p_kind, p_subject_kind, p_subject_id, p_args, now()
    from (select distinct x.id from unnest(p_person_ids) x (id) where x.id is not null order by x.id) p;
end
$$;

ALTER FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]) OWNER TO kam_owner;

--
-- Name: obligations(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.obligations(p_contact_id bigint) RETURNS TABLE(kind text, id bigint)
    LANGUAGE sql STABLE
    AS $$
  select 'interaction', i.id from kam.interaction i where i.contact_id = p_contact_id and i.needs_answer and i.answered_at is null
$$;

ALTER FUNCTION core.obligations(p_contact_id bigint) OWNER TO kam_owner;

--
-- Name: open_to_mover(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.open_to_mover() RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v record;
begin
  for v in select t.relation, t.relation = 'account' or t.folded <> 'false' as taken_away from core.carried_table t loop
    execute format('drop policy if exists %I on kam.%I', v.relation || '_move', v.relation);
    execute format('create policy %I on kam.%I for all to kam_mover using (true) with check (true)', v.relation || '_move', v.relation);
    execute format('grant select, update%s on kam.%I to kam_mover', case when v.taken_away then ', insert, delete' else '' end, v.relation);
  end loop;
  for v in
    select distinct r.relation from core.person_reference r
    where r.rule = 'hand' and not exists (select from core.carried_table t where t.relid = r.relid)
  loop
    execute format('drop policy if exists %I on kam.%I', v.relation || '_move', v.relation);
    execute format('create policy %I on kam.%I for all to kam_mover using (true) with check (true)', v.relation || '_move', v.relation);
    execute format('grant select, update on kam.%I to kam_mover', v.relation);
  end loop;
end
$$;

ALTER FUNCTION core.open_to_mover() OWNER TO kam_owner;

--
-- Name: origin(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.origin() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN core.call_part(3);

ALTER FUNCTION core.origin() OWNER TO kam_owner;

--
-- Name: overseers(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.overseers(p_person_id bigint) RETURNS bigint[]
    LANGUAGE sql STABLE
    AS $$
  select array(
    select e.person_id from kam.effective_right e
    where e.right_name = 'journal.read' and e.valid_from <= now() and e.valid_to > now() and e.person_id <> p_person_id
      and e.keys && core.row_keys(p_person_id, (select s.unit_id from core.seat(p_person_id) s), null))
$$;

ALTER FUNCTION core.overseers(p_person_id bigint) OWNER TO kam_owner;

--
-- Name: part_parts(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.part_parts(p_merge_id bigint) RETURNS void
    LANGUAGE sql
    AS $$
  update kam.carried k set left_over = true
    where k.merge_id = p_merge_id and k.relation = 'collaboration' and k.column_name = 'days'
      and not exists (select from kam.collaboration c where c.id = (k.row_key ->> 'id')::int8 and daterange(c.starts_on, c.ends_on + 1) = (k.before ->> 'joined')::daterange);
  update kam.collaboration c set starts_on = lower((k.before ->> 'was')::daterange), ends_on = upper((k.before ->> 'was')::daterange) - 1
    from kam.carried k
    where k.merge_id = p_merge_id and k.relation = 'collaboration' and k.column_name = 'days' and not k.left_over and c.id = (k.row_key ->> 'id')::int8
$$;

ALTER FUNCTION core.part_parts(p_merge_id bigint) OWNER TO kam_owner;

--
-- Name: place_account(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.place_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_parent record;
begin
  if tg_op = 'UPDATE' then
    perform core.lock_account_tree();
  end if;
  if new.parent_id is null then
    new.root_id := new.id;
    new.depth := 0;
    new.path := new.code || E'\x01';
    return new;
  end if;
  if tg_op = 'INSERT' then
    perform pg_advisory_xact_lock_shared(hashtextextended('kam.account', 0));
  elsif exists (
    with recursive line (id) as (
      select new.parent_id
      union
      select a.parent_id from line l join kam.account a on a.id = l.id where a.parent_id is not null)
    select from line l where l.id = new.id)
  then
    perform core.fail('account_parent_cycle', 'account.parent_id');
  end if;
  select a.root_id, a.depth, a.path into v_parent from kam.account a where a.id = new.parent_id;
  if not found then
    perform core.fail('account_parent_unknown', 'account.parent_id');
  end if;
  new.root_id := v_parent.root_id;
  new.depth := v_parent.depth + 1;
  new.path := v_parent.path || new.code || E'\x01';
  return new;
end
$$;

ALTER FUNCTION core.place_account() OWNER TO kam_search;

--
-- Name: place_accounts_below(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.place_accounts_below() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  update kam.account set path = '' where parent_id = new.id;
  return null;
end
$$;

ALTER FUNCTION core.place_accounts_below() OWNER TO kam_search;

--
-- Name: place_unit(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.place_unit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  v_parent record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kam.unit', 0));
  if new.parent_id is null then
    new.company_id := new.id;
    new.path := array[new.id];
    new.depth := 0;
    return new;
  end if;
  select u.company_id, u.path into v_parent from kam.unit u where u.id = new.parent_id;
  if not found then
    perform core.fail('unit_parent_unknown', 'unit.parent_id');
  end if;
  if new.id = any (v_parent.path) then
    perform core.fail('unit_parent_cycle', 'unit.parent_id');
  end if;
  new.company_id := v_parent.company_id;
  new.path := v_parent.path || new.id;
  new.depth := cardinality(new.path) - 1;
  return new;
end
$$;

ALTER FUNCTION core.place_unit() OWNER TO kam_owner;

--
-- Name: place_units_below(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.place_units_below() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update kam.unit set parent_id = parent_id where parent_id = new.id;
  return null;
end
$$;

ALTER FUNCTION core.place_units_below() OWNER TO kam_owner;

--
-- Name: planned_visit_day(date, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.planned_visit_day(p_day date, p_field text) RETURNS date
    LANGUAGE plpgsql
    AS $$
begin
  if p_day is null then
    perform core.fail('required', p_field);
  end if;
  if p_day < core.today() then
    perform core.fail('visit_plan_past', p_field);
  end if;
  return p_day;
end
$$;

ALTER FUNCTION core.planned_visit_day(p_day date, p_field text) OWNER TO kam_owner;

--
-- Name: principal(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.principal() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('kam.person'::text, true), ''::text))::bigint;

ALTER FUNCTION core.principal() OWNER TO kam_owner;

--
-- Name: account_code_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.account_code_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.account_code_seq OWNER TO kam_owner;

--
-- Name: account_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.account_id_seq OWNER TO kam_owner;

--
-- Name: account; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.account (
    id bigint DEFAULT nextval('kam.account_id_seq'::regclass) NOT NULL,
    code text DEFAULT ('KA'::text || lpad((nextval('kam.account_code_seq'::regclass))::text, 6, '0'::text)) NOT NULL,
    name text NOT NULL,
    short_name text DEFAULT ''::text NOT NULL,
    former_names text[] DEFAULT '{}'::text[] NOT NULL,
    kind kam.account_kind NOT NULL,
    state kam.account_state DEFAULT 'potential'::kam.account_state NOT NULL,
    industry text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    parent_id bigint,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    root_id bigint NOT NULL,
    depth integer NOT NULL,
    path text NOT NULL COLLATE pg_catalog."C",
    confidentiality kam.confidentiality DEFAULT 'normal'::kam.confidentiality NOT NULL,
    scale kam.account_scale,
    annual_output bigint,
    grade text DEFAULT ''::text NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    confirmed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_address_bytes CHECK ((octet_length(address) <= 512)),
    CONSTRAINT account_annual_output_range CHECK (((annual_output >= 0) AND (annual_output <= '100000000000000000'::bigint))),
    CONSTRAINT account_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,31}$'::text)),
    CONSTRAINT account_former_names_form CHECK (((cardinality(former_names) <= 20) AND (array_position(former_names, NULL::text) IS NULL) AND (array_position(former_names, ''::text) IS NULL) AND (octet_length(array_to_string(former_names, ''::text)) <= (20 * 256)) AND (array_to_string(former_names, ''::text) !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT account_industry_bytes CHECK ((octet_length(industry) <= 64)),
    CONSTRAINT account_name_form CHECK (((btrim(name, ' 　'::text) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 256)) AND (name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT account_note_bytes CHECK ((octet_length(note) <= 4096)),
    CONSTRAINT account_parent_cycle CHECK ((parent_id <> id)),
    CONSTRAINT account_region_bytes CHECK ((octet_length(region) <= 64)),
    CONSTRAINT account_short_name_form CHECK (((btrim(short_name, ' 　'::text) = short_name) AND (octet_length(short_name) <= 64) AND (short_name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT account_source_bytes CHECK ((octet_length(source) <= 256)),
    CONSTRAINT account_tags_form CHECK (((cardinality(tags) <= 50) AND (array_position(tags, NULL::text) IS NULL) AND (array_position(tags, ''::text) IS NULL) AND (octet_length(array_to_string(tags, ''::text)) <= (50 * 64)) AND (array_to_string(tags, ''::text) !~ '[\x01-\x1f\x7f]'::text)))
)
WITH (fillfactor='90');

ALTER TABLE ONLY kam.account FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.account OWNER TO kam_owner;

--
-- Name: proposable(kam.account); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.proposable(p_account kam.account) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
  select jsonb_build_object('code', p_account.code, 'name', p_account.name, 'short_name', p_account.short_name, 'former_names', p_account.former_names,
  'kind', p_account.kind, 'industry', p_account.industry, 'region', p_account.region, 'address', p_account.address, 'parent_id', p_account.parent_id,
  'scale', p_account.scale, 'annual_output', p_account.annual_output, 'grade', p_account.grade)
$$;

ALTER FUNCTION core.proposable(p_account kam.account) OWNER TO kam_owner;

--
-- Name: purge_changes(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.purge_changes() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_dropped text[] := core.drop_changes(core.today() - greatest(core.setting('change_days')::int4, 365));
begin
  if v_dropped <> '{}' then
    insert into kam.journal (id, at, outcome, origin, method, act, right_name, reason, act_id, digest)
      values (nextval('kam.journal_id_seq'), now(), 'accepted', 'installation', '', 'retention.change', '', array_to_string(v_dropped, ' '),
        nextval('kam.act_id_seq'), core.zero_hash());
  end if;
  return cardinality(v_dropped);
end
$$;

ALTER FUNCTION core.purge_changes() OWNER TO kam_job;

--
-- Name: purge_notices(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.purge_notices() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_done int8;
begin
  delete from kam.notice n where n.ctid in (
    select o.ctid from kam.notice o
    where o.read_at < now() - make_interval(days => greatest(core.setting('notice_days')::int4, 30)) limit 5000);
  get diagnostics v_done = row_count;
  return v_done;
end
$$;

ALTER FUNCTION core.purge_notices() OWNER TO kam_job;

--
-- Name: purge_requests(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.purge_requests() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_done int8;
begin
  delete from kam.request r where r.ctid in (
    select o.ctid from kam.request o
    where o.accepted_at < now() - make_interval(days => greatest(core.setting('request_days')::int4, 30)) limit 5000);
  get diagnostics v_done = row_count;
  return v_done;
end
$$;

ALTER FUNCTION core.purge_requests() OWNER TO kam_job;

--
-- Name: reach(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.reach() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('kam.scope'::text, true), ''::text);

ALTER FUNCTION core.reach() OWNER TO kam_owner;

--
-- Name: row_keys(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY[(0)::bigint, p_unit_id, (- p_owner_id), (p_account_id + '4611686018427387904'::bigint)];

ALTER FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: reaches(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN COALESCE((core.row_keys(p_owner_id, p_unit_id, p_account_id) && core.held_keys()), false);

ALTER FUNCTION core.reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) OWNER TO kam_owner;

--
-- Name: reason(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.reason(p_reason text) RETURNS text
    LANGUAGE plpgsql
    AS $$
begin
  perform core.require(core.trimmed(p_reason), 'reason');
  return core.trimmed(p_reason);
end
$$;

ALTER FUNCTION core.reason(p_reason text) OWNER TO kam_owner;

--
-- Name: record_change(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.record_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  v_act text := current_setting('kam.act', true);
  v_before jsonb;
  v_after jsonb;
  v_row_id int8;
  v_digest bytea;
begin
  if tg_op <> 'INSERT' then
    v_before := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    v_after := to_jsonb(new);
  end if;
  if tg_nargs > 0 then
    v_before := v_before - tg_argv::text[];
    v_after := v_after - tg_argv::text[];
  end if;
  if v_before = v_after then
    return null;
  end if;
  if coalesce(v_act, '') = '' then
    v_act := set_config('kam.act', nextval('kam.act_id_seq')::text, true);
  end if;
  v_row_id := coalesce(v_after, v_before) ->> 'id';
  v_digest := sha256(convert_to(concat_ws(chr(31), tg_table_name, lower(tg_op), coalesce(v_row_id::text, ''),
    coalesce(v_before::text, ''), coalesce(v_after::text, '')), 'UTF8'));
  insert into kam.change (id, at, act_id, relation, row_id, operation, before, after, digest)
    values (nextval('kam.change_id_seq'), now(), v_act::int8, tg_table_name, v_row_id, lower(tg_op)::kam.operation, v_before, v_after, v_digest);
  v_digest := sha256(decode(coalesce(current_setting('kam.digest', true), ''), 'hex') || v_digest);
  if set_config('kam.digest', encode(v_digest, 'hex'), true) is null then
    null;
  end if;
  return null;
end
$$;

ALTER FUNCTION core.record_change() OWNER TO kam_owner;

--
-- Name: refresh_rights(bigint); Type: FUNCTION; Schema: core; Owner: kam_auth
--

CREATE FUNCTION core.refresh_rights(p_person_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_administers bool;
begin
  perform pg_advisory_xact_lock(hashtextextended('kam.effective_right', 0));
  delete from kam.effective_right e where e.person_id = p_person_id and e.valid_to <= now();
  with gone as (
    delete from kam.effective_right e where e.person_id = p_person_id returning e.right_name)
  select coalesce(bool_or(g.right_name in ('user.admin', 'role.admin')), false) into v_administers from gone g;
  insert into kam.effective_right (person_id, right_name, valid_from, valid_to, scope, reach, keys, keys_literal, deputy_of, own_keys)
    select p_person_id, c.right_name, c.valid_from, c.valid_to, c.scope, c.reach, c.keys, c.keys::text, c.deputy_of, c.own_keys
    from core.computed_rights(p_person_id) c;
  -- Somebody must be able to deal out rights, today and with no end in sight, or nobody ever could again.
  if v_administers and exists (
    select from unnest(array['user.admin', 'role.admin']) needed
    where not exists (select from kam.effective_right e where e.right_name = needed and e.valid_from <= now() and e.valid_to > now())
      or not exists (select from kam.effective_right e where e.right_name = needed and e.valid_to = 'infinity'))
  then
    perform core.fail('last_administrator');
  end if;
end
$$;

ALTER FUNCTION core.refresh_rights(p_person_id bigint) OWNER TO kam_auth;

--
-- Name: refresh_rights_of(bigint[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.refresh_rights_of(p_person_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_person int8;
begin
  for v_person in
    with recursive concerned (id) as (
      select x from unnest(p_person_ids) x where x is not null
      union
      select g.deputy_id from concerned c join kam.deputy_grant g on g.grantor_id = c.id and g.ends_on >= greatest(g.starts_on, core.today()))
    select id from concerned order by id
  loop
    perform core.refresh_rights(v_person);
  end loop;
end
$$;

ALTER FUNCTION core.refresh_rights_of(p_person_ids bigint[]) OWNER TO kam_owner;

--
-- Name: reindex_moved_account(); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.reindex_moved_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v record;
begin
  for v in select t.slot, t.terms from core.indexed_terms(new.id) t loop
    update kam.search_term s set owner_id = new.owner_id, unit_id = new.unit_id, company_id = new.company_id
      where s.slot = v.slot and s.term = any (v.terms) and s.account_id = new.id;
  end loop;
  update kam.search_entry e set owner_id = new.owner_id, unit_id = new.unit_id, company_id = new.company_id where e.account_id = new.id;
  return null;
end
$$;

ALTER FUNCTION core.reindex_moved_account() OWNER TO kam_search;

--
-- Name: request_accepted(bigint, bytea); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
begin
  return exists (select from kam.request r where r.person_id = p_person_id and r.request_id = p_request_id);
end
$$;

ALTER FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) OWNER TO kam_owner;

--
-- Name: request_id(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.request_id() RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN decode(core.call_part(5), 'hex'::text);

ALTER FUNCTION core.request_id() OWNER TO kam_owner;

--
-- Name: require(text, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.require(p_value text, p_field text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if p_value is null or btrim(p_value) = '' then
    perform core.fail('required', p_field);
  end if;
end
$$;

ALTER FUNCTION core.require(p_value text, p_field text) OWNER TO kam_owner;

--
-- Name: restore_references(bigint, bigint, bigint, jsonb); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.restore_references(p_merge_id bigint, p_from bigint, p_into bigint, p_image jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  insert into kam.account (id, code, name, short_name, former_names, kind, state, industry, region, address, parent_id, owner_id, unit_id, company_id, source, note, created_at, updated_at, revision, root_id, depth, path, confidentiality, scale, annual_output, grade, tags, confirmed_at)
    select case when i.image ? 'id' then r.id else nextval('kam.account_id_seq'::regclass) end, case when i.image ? 'code' then r.code else ('KA'::text || lpad((nextval('kam.account_code_seq'::regclass))::text, 6, '0'::text)) end, case when i.image ? 'name' then r.name else null end, case when i.image ? 'short_name' then r.short_name else ''::text end, case when i.image ? 'former_names' then r.former_names else '{}'::text[] end, case when i.image ? 'kind' then r.kind else null end, case when i.image ? 'state' then r.state else 'potential'::kam.account_state end, case when i.image ? 'industry' then r.industry else ''::text end, case when i.image ? 'region' then r.region else ''::text end, case when i.image ? 'address' then r.address else ''::text end, case when i.image ? 'parent_id' then r.parent_id else null end, case when i.image ? 'owner_id' then r.owner_id else null end, case when i.image ? 'unit_id' then r.unit_id else null end, case when i.image ? 'company_id' then r.company_id else null end, case when i.image ? 'source' then r.source else ''::text end, case when i.image ? 'note' then r.note else ''::text end, case when i.image ? 'created_at' then r.created_at else now() end, case when i.image ? 'updated_at' then r.updated_at else now() end, case when i.image ? 'revision' then r.revision else 1 end, case when i.image ? 'root_id' then r.root_id else null end, case when i.image ? 'depth' then r.depth else null end, case when i.image ? 'path' then r.path else null end, case when i.image ? 'confidentiality' then r.confidentiality else 'normal'::kam.confidentiality end, case when i.image ? 'scale' then r.scale else null end, case when i.image ? 'annual_output' then r.annual_output else null end, case when i.image ? 'grade' then r.grade else ''::text end, case when i.image ? 'tags' then r.tags else '{}'::text[] end, case when i.image ? 'confirmed_at' then r.confirmed_at else now() end from (select p_image) i (image), jsonb_populate_record(null::kam.account, i.image) r;
  insert into kam.collaboration (id, account_id, person_id, team_id, level, starts_on, ends_on, reason, created_at, revision, owner_id, unit_id, company_id) overriding system value
    select case when i.image ? 'id' then r.id else nextval('kam.collaboration_id_seq'::regclass) end, case when i.image ? 'account_id' then r.account_id else null end, case when i.image ? 'person_id' then r.person_id else null end, case when i.image ? 'team_id' then r.team_id else null end, case when i.image ? 'level' then r.level else null end, case when i.image ? 'starts_on' then r.starts_on else null end, case when i.image ? 'ends_on' then r.ends_on else null end, case when i.image ? 'reason' then r.reason else ''::text end, case when i.image ? 'created_at' then r.created_at else now() end, case when i.image ? 'revision' then r.revision else 1 end, case when i.image ? 'owner_id' then r.owner_id else null end, case when i.image ? 'unit_id' then r.unit_id else null end, case when i.image ? 'company_id' then r.company_id else null end from kam.carried i cross join lateral jsonb_populate_record(null::kam.collaboration, i.image) r
    where i.merge_id = p_merge_id and i.relation = 'collaboration' and i.image is not null and (r.account_id is null or exists (select from kam.account a where a.id = r.account_id))
    on conflict do nothing;
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'collaboration' and c.image is not null and not exists (select from kam.collaboration x where x.id = (c.image ->> 'id')::bigint);
  insert into kam.member (id, account_id, name, region, member_account_id, served_on, ended_on, source, note, created_at, revision, owner_id, unit_id, company_id) overriding system value
    select case when i.image ? 'id' then r.id else nextval('kam.member_id_seq'::regclass) end, case when i.image ? 'account_id' then r.account_id else null end, case when i.image ? 'name' then r.name else null end, case when i.image ? 'region' then r.region else ''::text end, case when i.image ? 'member_account_id' then r.member_account_id else null end, case when i.image ? 'served_on' then r.served_on else null end, case when i.image ? 'ended_on' then r.ended_on else null end, case when i.image ? 'source' then r.source else ''::text end, case when i.image ? 'note' then r.note else ''::text end, case when i.image ? 'created_at' then r.created_at else now() end, case when i.image ? 'revision' then r.revision else 1 end, case when i.image ? 'owner_id' then r.owner_id else null end, case when i.image ? 'unit_id' then r.unit_id else null end, case when i.image ? 'company_id' then r.company_id else null end from kam.carried i cross join lateral jsonb_populate_record(null::kam.member, i.image) r
    where i.merge_id = p_merge_id and i.relation = 'member' and i.image is not null and (r.account_id is null or exists (select from kam.account a where a.id = r.account_id)) and (r.member_account_id is null or exists (select from kam.account a where a.id = r.member_account_id))
    on conflict do nothing;
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'member' and c.image is not null and not exists (select from kam.member x where x.id = (c.image ->> 'id')::bigint);
  with
    back_account as (
      update kam.account x set parent_id = case when c.of_parent_id then s.id else x.parent_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'parent_id') as of_parent_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'account' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_parent_id or x.parent_id = p_into)),
    back_account_identifier as (
      update kam.account_identifier x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'account_identifier' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_care_date as (
      update kam.care_date x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'care_date' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_change_request as (
      update kam.change_request x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'change_request' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_collaboration as (
      update kam.collaboration x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'collaboration' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_contact as (
      update kam.contact x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'contact' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_departure as (
      update kam.departure x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'departure' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_distinct_pair as (
      update kam.distinct_pair x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, other_id = case when c.of_other_id then s.id else x.other_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id, bool_or(e.column_name = 'other_id') as of_other_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'distinct_pair' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into) and (not c.of_other_id or x.other_id = p_into)),
    back_document as (
      update kam.document x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'document' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_document_loan as (
      update kam.document_loan x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'document_loan' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_interaction as (
      update kam.interaction x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'interaction' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_interaction_link as (
      update kam.interaction_link x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'interaction_link' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.interaction_id = (c.row_key ->> 'interaction_id')::bigint and x.kind = (c.row_key ->> 'kind')::text and x.record_id = (c.row_key ->> 'record_id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_interaction_person as (
      update kam.interaction_person x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'interaction_person' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.interaction_id = (c.row_key ->> 'interaction_id')::bigint and x.person_id = (c.row_key ->> 'person_id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_interaction_visitor as (
      update kam.interaction_visitor x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'interaction_visitor' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into)),
    back_member as (
      update kam.member x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, member_account_id = case when c.of_member_account_id then s.id else x.member_account_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id, bool_or(e.column_name = 'member_account_id') as of_member_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'member' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into) and (not c.of_member_account_id or x.member_account_id = p_into)),
    back_merge as (
      update kam.merge x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, parent_id = case when c.of_parent_id then s.id else x.parent_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id, bool_or(e.column_name = 'parent_id') as of_parent_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'merge' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into) and (not c.of_parent_id or x.parent_id = p_into)),
    back_visit_plan as (
      update kam.visit_plan x set account_id = case when c.of_account_id then s.id else x.account_id end, company_id = case when c.of_account_id then s.company_id else x.company_id end, owner_id = case when c.of_account_id then s.owner_id else x.owner_id end, unit_id = case when c.of_account_id then s.unit_id else x.unit_id end
      from kam.account s, (
        select e.row_key, bool_or(e.column_name = 'account_id') as of_account_id from kam.carried e
        where e.merge_id = p_merge_id and e.relation = 'visit_plan' and e.image is null and not e.left_over group by e.row_key) c
      where s.id = p_from and x.id = (c.row_key ->> 'id')::bigint and (not c.of_account_id or x.account_id = p_into))
  update kam.merge set undone_at = now(), undone_by = core.principal() where id = p_merge_id;
end
$$;

ALTER FUNCTION core.restore_references(p_merge_id bigint, p_from bigint, p_into bigint, p_image jsonb) OWNER TO kam_mover;

--
-- Name: return_accounts(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.return_accounts(p_handover_id bigint, p_from bigint, p_to bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform from kam.account a join kam.carried c on a.id = (c.row_key ->> 'id')::int8
    where c.handover_id = p_handover_id and c.relation = 'account' order by a.id for update of a;
  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = 'account'
      and not exists (select from kam.account a where a.id = (c.row_key ->> 'id')::int8 and a.owner_id = p_to);
  -- Row security would refuse without saying why.
  if exists (
    select from kam.carried c
    where c.handover_id = p_handover_id and c.relation = 'account' and not c.left_over
      and not core.reaches(p_from, (c.before ->> 'unit_id')::int8, (c.row_key ->> 'id')::int8))
  then
    perform core.fail('account_owner_out_of_reach', 'id');
  end if;
  update kam.account a
    set owner_id = p_from, unit_id = (c.before ->> 'unit_id')::int8, company_id = u.company_id, revision = a.revision + 1
    from kam.carried c join kam.unit u on u.id = (c.before ->> 'unit_id')::int8
    where c.handover_id = p_handover_id and c.relation = 'account' and not c.left_over and a.id = (c.row_key ->> 'id')::int8;
end
$$;

ALTER FUNCTION core.return_accounts(p_handover_id bigint, p_from bigint, p_to bigint) OWNER TO kam_owner;

--
-- Name: return_references(bigint, bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.return_references(p_handover_id bigint, p_from bigint, p_to bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = 'collaboration' and c.column_name = 'person_id'
      and not exists (select from kam.collaboration x where x.id = (c.row_key ->> 'id')::bigint and x.person_id = p_to and core.reaches(x.owner_id, x.unit_id, x.account_id));
  update kam.collaboration x set person_id = p_from
    from kam.carried c
    where c.handover_id = p_handover_id and c.relation = 'collaboration' and c.column_name = 'person_id' and not c.left_over and x.id = (c.row_key ->> 'id')::bigint;
  update kam.carried c set left_over = true
    where c.handover_id = p_handover_id and c.relation = 'visit_plan' and c.column_name = 'person_id'
      and not exists (select from kam.visit_plan x where x.id = (c.row_key ->> 'id')::bigint and x.person_id = p_to and core.reaches(x.owner_id, x.unit_id, x.account_id));
  update kam.visit_plan x set person_id = p_from
    from kam.carried c
    where c.handover_id = p_handover_id and c.relation = 'visit_plan' and c.column_name = 'person_id' and not c.left_over and x.id = (c.row_key ->> 'id')::bigint;
  return;
end
$$;

ALTER FUNCTION core.return_references(p_handover_id bigint, p_from bigint, p_to bigint) OWNER TO kam_mover;

--
-- Name: right_in_use(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.right_in_use() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN core.call_part(1);

ALTER FUNCTION core.right_in_use() OWNER TO kam_owner;

--
-- Name: rights_changed_by_assignment(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_assignment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform core.refresh_rights_of(array[case when tg_op <> 'INSERT' then old.person_id end, case when tg_op <> 'DELETE' then new.person_id end]);
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_assignment() OWNER TO kam_owner;

--
-- Name: rights_changed_by_collaboration(); Type: FUNCTION; Schema: core; Owner: kam_auth
--

CREATE FUNCTION core.rights_changed_by_collaboration() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_persons int8[] := array[case when tg_op <> 'INSERT' then old.person_id end, case when tg_op <> 'DELETE' then new.person_id end];
  v_teams int8[] := array[case when tg_op <> 'INSERT' then old.team_id end, case when tg_op <> 'DELETE' then new.team_id end];
begin
  perform core.refresh_rights_of(v_persons || array(
    select a.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment a on a.post_id = p.id where u.path && v_teams));
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_collaboration() OWNER TO kam_auth;

--
-- Name: rights_changed_by_grant(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_grant() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform core.refresh_rights_of(array[case when tg_op <> 'INSERT' then old.deputy_id end, case when tg_op <> 'DELETE' then new.deputy_id end]);
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_grant() OWNER TO kam_owner;

--
-- Name: rights_changed_by_person(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform core.refresh_rights_of(array[new.id]);
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_person() OWNER TO kam_owner;

--
-- Name: rights_changed_by_post(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_post() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform core.refresh_rights_of(array(select a.person_id from kam.assignment a where a.post_id = new.id));
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_post() OWNER TO kam_owner;

--
-- Name: rights_changed_by_role(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_role() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform core.refresh_rights_of(array(
    select a.person_id from kam.post p join kam.assignment a on a.post_id = p.id
    where p.role in (case when tg_op <> 'INSERT' then old.role end, case when tg_op <> 'DELETE' then new.role end)));
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_role() OWNER TO kam_owner;

--
-- Name: rights_changed_by_unit(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.rights_changed_by_unit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if new.parent_id is null and tg_op = 'INSERT' then
    return null;
  end if;
  perform core.refresh_rights_of(array(
    select a.person_id from kam.unit u join kam.post p on p.unit_id = u.id join kam.assignment a on a.post_id = p.id
    where u.company_id in (new.company_id, case when tg_op <> 'INSERT' then old.company_id end)
      and (tg_op = 'UPDATE' or exists (select from kam.role_right rr where rr.role = p.role and rr.scope in ('team', 'unit', 'company')))
    union
    select g.deputy_id from kam.deputy_grant g where g.unit_id = any (new.path) or g.unit_id = any (case when tg_op = 'UPDATE' then old.path end)));
  return null;
end
$$;

ALTER FUNCTION core.rights_changed_by_unit() OWNER TO kam_owner;

--
-- Name: run_job(text); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.run_job(p_name text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_function text;
  v_done int8;
begin
  select j.function into v_function from core.job j where j.name = p_name;
  if not found then
    return 0; -- of another release
  end if;
  execute format('select %s()', v_function) into v_done;
  update core.job j
    set ended_at = clock_timestamp(), done = v_done, done_total = j.done_total + v_done, failures = 0, sqlstate = null,
      due_at = case when v_done >= j.batch then clock_timestamp() else j.due_at end
    where j.name = p_name;
  return v_done;
end
$$;

ALTER FUNCTION core.run_job(p_name text) OWNER TO kam_job;

--
-- Name: seal_journal(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.seal_journal() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_head core.journal_head;
  v_row kam.journal;
  v_first int8;
  v_ids int8[] := '{}';
  v_ats timestamptz[] := '{}';
  v_salts bytea[] := '{}';
  v_hashes bytea[] := '{}';
  v_keys text[] := '{}'; -- each an array, as text: arrays of arrays are rectangles
begin
  select * into strict v_head from core.journal_head h for update;
  v_first := v_head.seq;
  -- No transaction lasts a day; the bounds keep other partitions out.
  for v_row in
    select j.* from kam.journal j where j.seq is null and j.at > least(v_head.at, now()) - interval '1 day' and j.at < now() + interval '1 day' order by j.id limit 500
  loop
    v_row.seq := v_head.seq + 1;
    v_row.salt := uuid_send(gen_random_uuid());
    v_head.hash := core.chained(v_head.hash, v_row);
    v_head.seq := v_row.seq;
    v_head.at := greatest(v_head.at, v_row.at);
    v_ids := v_ids || v_row.id;
    v_ats := v_ats || v_row.at;
    v_salts := v_salts || v_row.salt;
    v_hashes := v_hashes || v_head.hash;
    v_keys := v_keys || core.journal_keys(v_row)::text;
  end loop;
  -- In one statement: each update of a table with so many partitions takes half a millisecond to set up.
  if v_head.seq > v_first then
    update kam.journal j set seq = v_first + u.place, salt = u.salt, hash = u.hash, keys = u.keys::int8[]
      from unnest(v_ids, v_ats, v_salts, v_hashes, v_keys) with ordinality u (id, at, salt, hash, keys, place)
      where j.id = u.id and j.at = u.at;
    update core.journal_head h set seq = v_head.seq, hash = v_head.hash, at = v_head.at where h.one;
  end if;
  return v_head.seq - v_first;
end
$$;

ALTER FUNCTION core.seal_journal() OWNER TO kam_job;

--
-- Name: search_band(integer, integer); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.search_band(p_depth integer, p_length integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((8 * LEAST(p_depth, 3)) + width_bucket(p_length, '{5,7,9,11,13,16,20}'::integer[]));

ALTER FUNCTION core.search_band(p_depth integer, p_length integer) OWNER TO kam_search;

--
-- Name: whole_term(text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.whole_term(p_word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (''::text || p_word);

ALTER FUNCTION core.whole_term(p_word text) OWNER TO kam_search;

--
-- Name: search_matched(text, text); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.search_matched(p_terms text, p_word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ('{name,short_name,former_name,pinyin,initials,code,identifier}'::text[])[(ascii("substring"(substr(p_terms, COALESCE(NULLIF(strpos(p_terms, (''::text || p_word)), 0), strpos(p_terms, (''::text || core.whole_term(p_word))))), '[\x10-\x17]'::text)) - 16)];

ALTER FUNCTION core.search_matched(p_terms text, p_word text) OWNER TO kam_search;

--
-- Name: search_words(text, boolean); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.search_words(p_query text, p_cut boolean) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_words text[] := '{}';
  v_word text;
begin
  foreach v_word in array regexp_split_to_array(
    case when p_cut then regexp_replace(p_query, '([0-9A-Za-z]+)', ' \1 ', 'g') else p_query end, '[\s\u3000]+')
  loop
    v_word := core.fold(v_word);
    if v_word <> '' and v_word <> all (v_words) and cardinality(v_words) < 8 then
      v_words := v_words || v_word;
    end if;
  end loop;
  return v_words;
end
$$;

ALTER FUNCTION core.search_words(p_query text, p_cut boolean) OWNER TO kam_search;

--
-- Name: seat(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.seat(p_person_id bigint) RETURNS TABLE(unit_id bigint, company_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select u.id, u.company_id
  from kam.assignment a
  join kam.person n on n.id = a.person_id and n.disabled_at is null
  join kam.post p on p.id = a.post_id
  join kam.unit u on u.id = p.unit_id
  where a.person_id = p_person_id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
  order by a.starts_on, a.id
  limit 1
$$;

ALTER FUNCTION core.seat(p_person_id bigint) OWNER TO kam_search;

--
-- Name: secret_among(bigint[]); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.secret_among(p_keys bigint[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  return exists (select from unnest(p_keys) k join kam.account a on a.id = k - core.account_key(0)
    where k > core.account_key(0) and a.confidentiality = 'secret');
end
$$;

ALTER FUNCTION core.secret_among(p_keys bigint[]) OWNER TO kam_search;

--
-- Name: secret_subject(text, bigint, bigint[]); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.secret_subject(p_kind text, p_id bigint, p_keys bigint[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select core.secret_among(p_keys)
    or exists (select from kam.contact x where p_kind = 'contact' and x.id = p_id and x.confidentiality = 'secret')
    or exists (select from kam.interaction x where p_kind = 'interaction' and x.id = p_id and x.confidentiality = 'secret')
    or exists (select from kam.document x where p_kind = 'document' and x.id = p_id and x.confidentiality = 'secret')
$$;

ALTER FUNCTION core.secret_subject(p_kind text, p_id bigint, p_keys bigint[]) OWNER TO kam_search;

--
-- Name: settle_references(bigint, bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.settle_references(p_merge_id bigint, p_into bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_more int8;
  v_rows int8;
begin
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'account' and c.column_name = 'parent_id' and c.image is null
      and not exists (select from kam.account x where x.id = (c.row_key ->> 'id')::bigint and x.parent_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'account_identifier' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.account_identifier x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'care_date' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.care_date x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'change_request' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.change_request x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'collaboration' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.collaboration x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.contact x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'departure' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.departure x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'distinct_pair' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.distinct_pair x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'distinct_pair' and c.column_name = 'other_id' and c.image is null
      and not exists (select from kam.distinct_pair x where x.id = (c.row_key ->> 'id')::bigint and x.other_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'document' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.document x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'document_loan' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.document_loan x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.interaction x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'interaction_link' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.interaction_link x where x.interaction_id = (c.row_key ->> 'interaction_id')::bigint and x.kind = (c.row_key ->> 'kind')::text and x.record_id = (c.row_key ->> 'record_id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'interaction_person' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.interaction_person x where x.interaction_id = (c.row_key ->> 'interaction_id')::bigint and x.person_id = (c.row_key ->> 'person_id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'interaction_visitor' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.interaction_visitor x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'member' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.member x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'member' and c.column_name = 'member_account_id' and c.image is null
      and not exists (select from kam.member x where x.id = (c.row_key ->> 'id')::bigint and x.member_account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'merge' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.merge x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'merge' and c.column_name = 'parent_id' and c.image is null
      and not exists (select from kam.merge x where x.id = (c.row_key ->> 'id')::bigint and x.parent_id = p_into);
  update kam.carried c set left_over = true
    where c.merge_id = p_merge_id and c.relation = 'visit_plan' and c.column_name = 'account_id' and c.image is null
      and not exists (select from kam.visit_plan x where x.id = (c.row_key ->> 'id')::bigint and x.account_id = p_into);
  loop
    v_more := 0;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'care_date', 'account_id', jsonb_build_object('id', x.id), true
      from kam.care_date x join kam.contact p on x.contact_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'care_date' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'care_date' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.care_date x join kam.contact p on x.contact_id = p.id and x.account_id = p.account_id where x.id = (c.row_key ->> 'id')::bigint and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'contact' and e.column_name = 'account_id' and e.image is null and not e.left_over
            and e.row_key = jsonb_build_object('id', p.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.contact p join kam.care_date x on x.contact_id = p.id and x.account_id = p.account_id where p.id = (c.row_key ->> 'id')::bigint and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'care_date' and e.column_name = 'account_id' and e.image is null and e.left_over
            and e.row_key = jsonb_build_object('id', x.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'departure', 'account_id', jsonb_build_object('id', x.id), true
      from kam.departure x join kam.contact p on x.contact_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'departure' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'departure' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.departure x join kam.contact p on x.contact_id = p.id and x.account_id = p.account_id where x.id = (c.row_key ->> 'id')::bigint and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'contact' and e.column_name = 'account_id' and e.image is null and not e.left_over
            and e.row_key = jsonb_build_object('id', p.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.contact p join kam.departure x on x.contact_id = p.id and x.account_id = p.account_id where p.id = (c.row_key ->> 'id')::bigint and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'departure' and e.column_name = 'account_id' and e.image is null and e.left_over
            and e.row_key = jsonb_build_object('id', x.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'departure', 'account_id', jsonb_build_object('id', x.id), true
      from kam.departure x join kam.contact p on x.account_id = p.account_id and x.successor_id = p.id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'departure' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'departure' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.departure x join kam.contact p on x.account_id = p.account_id and x.successor_id = p.id where x.id = (c.row_key ->> 'id')::bigint and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'contact' and e.column_name = 'account_id' and e.image is null and not e.left_over
            and e.row_key = jsonb_build_object('id', p.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.contact p join kam.departure x on x.account_id = p.account_id and x.successor_id = p.id where p.id = (c.row_key ->> 'id')::bigint and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'departure' and e.column_name = 'account_id' and e.image is null and e.left_over
            and e.row_key = jsonb_build_object('id', x.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'document_loan', 'account_id', jsonb_build_object('id', x.id), true
      from kam.document_loan x join kam.document p on x.document_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'document' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'document_loan' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'interaction', 'account_id', jsonb_build_object('id', x.id), true
      from kam.interaction x join kam.contact p on x.account_id = p.account_id and x.contact_id = p.id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.interaction x join kam.contact p on x.account_id = p.account_id and x.contact_id = p.id where x.id = (c.row_key ->> 'id')::bigint and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'contact' and e.column_name = 'account_id' and e.image is null and not e.left_over
            and e.row_key = jsonb_build_object('id', p.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.contact p join kam.interaction x on x.account_id = p.account_id and x.contact_id = p.id where p.id = (c.row_key ->> 'id')::bigint and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction' and e.column_name = 'account_id' and e.image is null and e.left_over
            and e.row_key = jsonb_build_object('id', x.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'interaction_link', 'account_id', jsonb_build_object('interaction_id', x.interaction_id, 'kind', x.kind, 'record_id', x.record_id), true
      from kam.interaction_link x join kam.interaction p on x.interaction_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction_link' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('interaction_id', x.interaction_id, 'kind', x.kind, 'record_id', x.record_id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'interaction_person', 'account_id', jsonb_build_object('interaction_id', x.interaction_id, 'person_id', x.person_id), true
      from kam.interaction_person x join kam.interaction p on x.interaction_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction_person' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('interaction_id', x.interaction_id, 'person_id', x.person_id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'interaction_visitor', 'account_id', jsonb_build_object('id', x.id), true
      from kam.interaction_visitor x join kam.contact p on x.account_id = p.account_id and x.contact_id = p.id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction_visitor' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'interaction_visitor' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.interaction_visitor x join kam.contact p on x.account_id = p.account_id and x.contact_id = p.id where x.id = (c.row_key ->> 'id')::bigint and not exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'contact' and e.column_name = 'account_id' and e.image is null and not e.left_over
            and e.row_key = jsonb_build_object('id', p.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    update kam.carried c set left_over = true
      where c.merge_id = p_merge_id and c.relation = 'contact' and c.column_name = 'account_id' and c.image is null and not c.left_over
        and exists (select from kam.contact p join kam.interaction_visitor x on x.account_id = p.account_id and x.contact_id = p.id where p.id = (c.row_key ->> 'id')::bigint and exists (
          select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction_visitor' and e.column_name = 'account_id' and e.image is null and e.left_over
            and e.row_key = jsonb_build_object('id', x.id)));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'interaction_visitor', 'account_id', jsonb_build_object('id', x.id), true
      from kam.interaction_visitor x join kam.interaction p on x.interaction_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'interaction_visitor' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    insert into kam.carried (merge_id, relation, column_name, row_key, since)
      select p_merge_id, 'visit_plan', 'account_id', jsonb_build_object('id', x.id), true
      from kam.visit_plan x join kam.interaction p on x.interaction_id = p.id and x.account_id = p.account_id
      join kam.carried c on c.merge_id = p_merge_id and c.relation = 'interaction' and c.column_name = 'account_id' and c.image is null and not c.left_over and p.id = (c.row_key ->> 'id')::bigint
      where x.account_id = p_into and not exists (
        select from kam.carried e where e.merge_id = p_merge_id and e.relation = 'visit_plan' and e.column_name = 'account_id' and e.image is null and e.row_key = jsonb_build_object('id', x.id));
    get diagnostics v_rows = row_count;
    v_more := v_more + v_rows;
    exit when v_more = 0;
  end loop;
end
$$;

ALTER FUNCTION core.settle_references(p_merge_id bigint, p_into bigint) OWNER TO kam_mover;

--
-- Name: settle_roles(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.settle_roles(p_role text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  delete from kam.role_right r
    where (p_role is null or r.role = p_role)
      and not exists (select from kam.role_local l where (l.role, l.right_name) = (r.role, r.right_name) and l.scope is not null)
      and (exists (select from kam.role_local l where (l.role, l.right_name) = (r.role, r.right_name))
        or not exists (select from kam.role_shipped s where (s.role, s.right_name) = (r.role, r.right_name)));
  insert into kam.role_right as r (role, right_name, scope)
    select role, right_name, case when l.role is null then s.scope else l.scope end
    from kam.role_shipped s full join kam.role_local l using (role, right_name)
    where (p_role is null or role = p_role) and (l.role is null or l.scope is not null)
    on conflict (role, right_name) do update set scope = excluded.scope where r.scope <> excluded.scope;
end
$$;

ALTER FUNCTION core.settle_roles(p_role text) OWNER TO kam_owner;

--
-- Name: shown_value(text, jsonb); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.shown_value(p_field text, p_value jsonb) RETURNS text
    LANGUAGE sql STABLE
    AS $$
  select coalesce(case
    when p_field = 'parent_id' then core.account_name((p_value #>> '{}')::int8)
    when jsonb_typeof(p_value) = 'array' then (select string_agg(x, '；' order by n) from jsonb_array_elements_text(p_value) with ordinality e (x, n))
    else p_value #>> '{}' end, '')
$$;

ALTER FUNCTION core.shown_value(p_field text, p_value jsonb) OWNER TO kam_owner;

--
-- Name: spoken(core.callee, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.spoken(p_callee core.callee, p_language text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((p_callee).name || CASE WHEN (concat((p_callee).unit_name, (p_callee).extension) = ''::text) THEN ''::text WHEN (p_language = 'en'::text) THEN ((' ('::text || concat_ws(', '::text, NULLIF((p_callee).unit_name, ''::text), ('ext. '::text || NULLIF((p_callee).extension, ''::text)))) || ')'::text) ELSE (('（'::text || concat_ws('，'::text, NULLIF((p_callee).unit_name, ''::text), ('分机 '::text || NULLIF((p_callee).extension, ''::text)))) || '）'::text) END);

ALTER FUNCTION core.spoken(p_callee core.callee, p_language text) OWNER TO kam_owner;

--
-- Name: subject(text, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.subject(p_kind text, p_id bigint) RETURNS TABLE(owner_id bigint, unit_id bigint, account_id bigint)
    LANGUAGE sql STABLE
    AS $$
  select x.id, null::int8, null::int8 from kam.person x where p_kind = 'person' and x.id = p_id
  union all
  select null, x.unit_id, null from kam.post x where p_kind = 'post' and x.id = p_id
  union all
  select x.person_id, p.unit_id, null from kam.assignment x join kam.post p on p.id = x.post_id where p_kind = 'assignment' and x.id = p_id
  union all
  select null, x.id, null from kam.unit x where p_kind = 'unit' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.id from kam.account x where p_kind = 'account' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.contact x where p_kind = 'contact' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.member x where p_kind = 'member' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.change_request x where p_kind = 'change_request' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.interaction x where p_kind = 'interaction' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.document x where p_kind = 'document' and x.id = p_id and x.state <> 'cancelled'
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.visit_plan x where p_kind = 'visit_plan' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.merge x where p_kind = 'merge' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.handover x where p_kind = 'handover' and x.id = p_id
  union all
  select x.owner_id, x.unit_id, x.account_id from kam.collaboration x where p_kind = 'collaboration' and x.id = p_id
  union all
  select x.grantor_id, x.unit_id, null from kam.deputy_grant x where p_kind = 'grant' and x.id = p_id
$$;

ALTER FUNCTION core.subject(p_kind text, p_id bigint) OWNER TO kam_owner;

--
-- Name: subject_keys(text, bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.subject_keys(p_kind text, p_id bigint) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
declare
  v_call text := current_setting('kam.call', true);
  v_scope text := current_setting('kam.scope', true);
  v_held text := current_setting('kam.keys', true);
  v_right text := (select k.read_right from core.subject_kind k where k.kind = p_kind);
  v_keys int8[];
begin
  if p_id is null then
    return null;
  end if;
  if v_right is null then
    perform core.fail('subject_kind_unknown', 'subject_kind', (select string_agg(k.kind, ', ' order by k.kind) from core.subject_kind k));
  end if;
  if core.take_right(core.principal(), v_right) then
    select core.row_keys(x.owner_id, x.unit_id, x.account_id) into v_keys from core.subject(p_kind, p_id) x;
  end if;
  perform set_config('kam.call', v_call, true), set_config('kam.scope', v_scope, true), set_config('kam.keys', v_held, true);
  if v_keys is null then
    perform core.fail('not_found', 'subject_id');
  end if;
  return v_keys;
end
$$;

ALTER FUNCTION core.subject_keys(p_kind text, p_id bigint) OWNER TO kam_owner;

--
-- Name: tag_list(text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.tag_list(p_tags text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select coalesce(array_agg(distinct core.trimmed(t.t) collate "C" order by core.trimmed(t.t) collate "C") filter (where core.trimmed(t.t) <> ''), '{}')
  from unnest(p_tags) t (t)
$$;

ALTER FUNCTION core.tag_list(p_tags text[]) OWNER TO kam_owner;

--
-- Name: take_job(); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.take_job() RETURNS TABLE(name text, wait_ms integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  select j.name into name from core.job j where j.due_at <= clock_timestamp() order by j.due_at limit 1 for update skip locked;
  if found then
    update core.job j set due_at = clock_timestamp() + j.every, started_at = clock_timestamp() where j.name = take_job.name;
  end if;
  select greatest(20, least(5000, extract(epoch from min(j.due_at) - clock_timestamp()) * 1000))::int4 into wait_ms from core.job j;
  wait_ms := coalesce(wait_ms, 5000);
  return next;
end
$$;

ALTER FUNCTION core.take_job() OWNER TO kam_job;

--
-- Name: take_right(bigint, text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.take_right(p_person_id bigint, p_right text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
  v_right record;
begin
  perform set_config('kam.person', p_person_id::text, true), set_config('kam.call', p_right, true),
    set_config('kam.scope', '', true), set_config('kam.keys', '', true);
  if p_right = '' then
    return true;
  end if;
  select e.reach, e.keys_literal into v_right from kam.effective_right e
    where e.person_id = p_person_id and e.right_name = p_right and e.valid_from <= now() and e.valid_to > now();
  if not found then
    return false;
  end if;
  perform set_config('kam.scope', v_right.reach, true), set_config('kam.keys', v_right.keys_literal, true);
  return true;
end
$$;

ALTER FUNCTION core.take_right(p_person_id bigint, p_right text) OWNER TO kam_owner;

--
-- Name: trimmed(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.trimmed(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(btrim(p_text, ' 	
　'::text), ''::text);

ALTER FUNCTION core.trimmed(p_text text) OWNER TO kam_owner;

--
-- Name: unindex_account(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.unindex_account(p_account_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v record;
begin
  for v in select t.slot, t.terms from core.indexed_terms(p_account_id) t loop
    delete from kam.search_term s where s.slot = v.slot and s.term = any (v.terms) and s.account_id = p_account_id;
  end loop;
  delete from kam.search_entry e where e.account_id = p_account_id;
end
$$;

ALTER FUNCTION core.unindex_account(p_account_id bigint) OWNER TO kam_search;

--
-- Name: unit_has_accounts(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.unit_has_accounts(p_unit_id bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select exists (select from kam.account a join kam.unit u on u.id = a.unit_id where p_unit_id = any (u.path))
$$;

ALTER FUNCTION core.unit_has_accounts(p_unit_id bigint) OWNER TO kam_search;

--
-- Name: unit_head(bigint); Type: FUNCTION; Schema: core; Owner: kam_search
--

CREATE FUNCTION core.unit_head(p_unit_id bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_unit_id int8 := p_unit_id;
  v_head int8;
begin
  while v_unit_id is not null and v_head is null loop
    select n.id into v_head
      from kam.post p
      join kam.assignment a on a.post_id = p.id and a.starts_on <= core.today() and (a.ends_on is null or a.ends_on >= core.today())
      join kam.person n on n.id = a.person_id and n.disabled_at is null
      left join kam.post s on s.id = p.superior_id
      where p.unit_id = v_unit_id and s.unit_id is distinct from v_unit_id
      order by (select count(*) from kam.post x where x.superior_id = p.id) desc, p.id, a.starts_on, n.id
      limit 1;
    select u.parent_id into v_unit_id from kam.unit u where u.id = v_unit_id;
  end loop;
  return v_head;
end
$$;

ALTER FUNCTION core.unit_head(p_unit_id bigint) OWNER TO kam_search;

--
-- Name: united_keys(text[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.united_keys(p_lists text[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE
    AS $$
  select case when 0 = any (k.list) then '{0}' else k.list end
  from (select array(select distinct x from unnest(p_lists) l, unnest(l::int8[]) x order by x) as list) k
$$;

ALTER FUNCTION core.united_keys(p_lists text[]) OWNER TO kam_owner;

--
-- Name: unmerge_accounts(bigint); Type: FUNCTION; Schema: core; Owner: kam_mover
--

CREATE FUNCTION core.unmerge_accounts(p_merge_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_merge kam.merge;
begin
  select m.* into strict v_merge from kam.merge m where m.id = p_merge_id;
  -- A branch that meanwhile came to stand above the place of the file cannot go below it again.
  with recursive line (id) as (
    select v_merge.parent_id
    union
    select a.parent_id from line l join kam.account a on a.id = l.id)
  update kam.carried c set left_over = true from line l
    where c.merge_id = p_merge_id and c.relation = 'account' and c.column_name = 'parent_id' and c.image is null
      and c.row_key = jsonb_build_object('id', l.id);
  perform core.part_parts(p_merge_id);
  perform core.settle_references(p_merge_id, v_merge.account_id);
  perform core.restore_references(p_merge_id, v_merge.merged_id, v_merge.account_id,
    v_merge.image || jsonb_build_object('parent_id', v_merge.parent_id));
  update kam.interaction_link x set record_id = v_merge.merged_id from kam.carried c
    where c.merge_id = p_merge_id and c.relation = 'interaction_link' and c.column_name = 'record_id'
      and x.interaction_id = (c.row_key ->> 'interaction_id')::int8 and x.kind = 'account' and x.record_id = v_merge.account_id;
  update kam.carried c set relation = 'account', row_key = jsonb_build_object('id', v_merge.merged_id)
    from kam.merge m
    where c.relation = 'merge' and c.column_name = 'parent_id' and c.row_key = jsonb_build_object('id', p_merge_id) and m.id = c.merge_id and m.undone_at is null;
  perform core.index_account(v_merge.merged_id), core.index_account(v_merge.account_id);
end
$$;

ALTER FUNCTION core.unmerge_accounts(p_merge_id bigint) OWNER TO kam_mover;

--
-- Name: uscc_consistent(text); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.uscc_consistent(p_value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((p_value !~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text) OR (SELECT (((31 - (sum(((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY'::text, substr(uscc_consistent.p_value, i.i, 1)) - 1) * ('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}'::integer[])[i.i])) % (31)::bigint)) % (31)::bigint) = (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY'::text, "right"(uscc_consistent.p_value, 1)) - 1)) FROM generate_series(1, 17) i(i)));

ALTER FUNCTION core.uscc_consistent(p_value text) OWNER TO kam_owner;

--
-- Name: verify_journal(bigint, integer); Type: FUNCTION; Schema: core; Owner: kam_job
--

CREATE FUNCTION core.verify_journal(p_from bigint, p_most integer) RETURNS TABLE(checked_to bigint, hash bytea, bad_seq bigint, finding text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_head core.journal_head;
  v_row kam.journal;
  v_previous bytea := core.zero_hash();
  v_last int8;
begin
  select * into strict v_head from core.journal_head;
  checked_to := p_from - 1;
  if p_from > 1 then
    select j.hash into v_previous from kam.journal j where j.seq = p_from - 1;
    if not found then
      bad_seq := p_from - 1;
      finding := 'missing';
      return next;
      return;
    end if;
  end if;
  v_last := least(v_head.seq, p_from + p_most - 1);
  hash := v_previous;
  for v_row in select j.* from kam.journal j where j.seq between p_from and v_last order by j.seq loop
    finding := case when v_row.seq > checked_to + 1 then 'missing'
      when v_row.seq < checked_to + 1 then 'repeated'
      when v_row.hash is distinct from core.chained(v_previous, v_row) then 'altered'
      else core.changes_fault(v_row.id, v_row.act_id, v_row.at, v_row.digest) end;
    if finding is not null then
      bad_seq := least(v_row.seq, checked_to + 1);
      return next;
      return;
    end if;
    checked_to := v_row.seq;
    v_previous := v_row.hash;
    hash := v_row.hash;
  end loop;
  if checked_to < v_last then
    bad_seq := checked_to + 1;
    finding := 'missing';
  elsif v_last = v_head.seq then
    select min(j.seq) into bad_seq from kam.journal j where j.seq > v_head.seq;
    finding := case when bad_seq is not null then 'beyond_head' end;
    if bad_seq is null and hash <> v_head.hash then
      bad_seq := v_head.seq;
      finding := 'head';
    end if;
  end if;
  return next;
end
$$;

ALTER FUNCTION core.verify_journal(p_from bigint, p_most integer) OWNER TO kam_job;

--
-- Name: visitors_of(bigint); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.visitors_of(p_contact_id bigint) RETURNS TABLE(id bigint, interaction_id bigint)
    LANGUAGE sql STABLE
    AS $$
  with contact as (
    select c.account_id, array(
      select c.name
      union
      select x.name from kam.change h, unnest(array[h.before ->> 'name', h.after ->> 'name']) x (name)
      where h.relation = 'contact' and h.row_id = c.id and x.name is not null) as names
    from kam.contact c where c.id = p_contact_id)
  select v.id, v.interaction_id
  from contact c
  join kam.interaction_visitor v on v.account_id = c.account_id
  where v.contact_id = p_contact_id
    or (v.contact_id is null and v.name = any (c.names)
      and not exists (select from kam.contact o where o.account_id = c.account_id and o.id <> p_contact_id and o.name = v.name))
$$;

ALTER FUNCTION core.visitors_of(p_contact_id bigint) OWNER TO kam_owner;

--
-- Name: watch(regclass, name[]); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.watch(p_table regclass, VARIADIC p_left_out name[] DEFAULT '{}'::name[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  v_arguments text := (select coalesce(string_agg(quote_literal(c), ', '), '') from unnest(p_left_out) c);
begin
  execute format('create or replace trigger zz_record_change after insert or update or delete on %s for each row execute function core.record_change(%s)',
    p_table, v_arguments);
  if exists (select from pg_catalog.pg_attribute where attrelid = p_table and attname = 'revision' and not attisdropped) then
    execute format('create or replace trigger zz_next_revision before update on %s for each row %s execute function core.next_revision()', p_table,
      -- What a before trigger may not look at are generated columns, and old.* holds them.
      case when not exists (select from pg_catalog.pg_attribute where attrelid = p_table and attgenerated <> '')
        then 'when (old.* is distinct from new.*)' else '' end);
  end if;
end
$$;

ALTER FUNCTION core.watch(p_table regclass, VARIADIC p_left_out name[]) OWNER TO kam_owner;

--
-- Name: zero_hash(); Type: FUNCTION; Schema: core; Owner: kam_owner
--

CREATE FUNCTION core.zero_hash() RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN decode(repeat('00'::text, 32), 'hex'::text);

ALTER FUNCTION core.zero_hash() OWNER TO kam_owner;

--
-- Name: account_identifier; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.account_identifier (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind kam.identifier_kind NOT NULL,
    value text NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT identifier_form CHECK ((value ~ '^[0-9A-Z][0-9A-Z()/-]{3,63}$'::text)),
    CONSTRAINT identifier_uscc_check_character CHECK (((kind <> 'uscc'::kam.identifier_kind) OR core.uscc_consistent(value))),
    CONSTRAINT identifier_uscc_form CHECK (((kind <> 'uscc'::kam.identifier_kind) OR (value ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)))
);

ALTER TABLE ONLY kam.account_identifier FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.account_identifier OWNER TO kam_owner;

--
-- Name: account_identifier_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.account_identifier_shown AS
 SELECT t.id,
    t.account_id,
    t.kind,
    core.mask_number(t.value) AS value,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.account_identifier t;

ALTER TABLE api_1.account_identifier_shown OWNER TO kam_api;

--
-- Name: account_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.account_shown AS
 SELECT t.id,
    t.code,
    t.name,
    t.short_name,
    t.former_names,
    t.kind,
    t.state,
    t.industry,
    t.region,
    t.address,
    t.parent_id,
    t.owner_id,
    t.unit_id,
    t.company_id,
    core.mask_content(t.confidentiality, t.source) AS source,
    core.mask_content(t.confidentiality, t.note) AS note,
    t.created_at,
    t.updated_at,
    t.revision,
    t.root_id,
    t.depth,
    t.path,
    t.confidentiality,
    t.scale,
    t.annual_output,
    t.grade,
    t.tags,
    t.confirmed_at
   FROM kam.account t;

ALTER TABLE api_1.account_shown OWNER TO kam_api;

--
-- Name: person; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.person (
    id bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    name_keys text DEFAULT ''::text NOT NULL,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    service boolean DEFAULT false NOT NULL,
    extension text DEFAULT ''::text NOT NULL,
    CONSTRAINT person_extension_form CHECK ((extension ~ '^[0-9+*#() -]{0,32}$'::text)),
    CONSTRAINT person_login_form CHECK ((login ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text)),
    CONSTRAINT person_name_form CHECK (((btrim(name) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 64))))
);

ALTER TABLE ONLY kam.person FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.person OWNER TO kam_owner;

--
-- Name: unit; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.unit (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind kam.unit_kind NOT NULL,
    parent_id bigint,
    company_id bigint NOT NULL,
    path bigint[] NOT NULL,
    depth integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT unit_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT unit_company_is_root CHECK (((kind = 'company'::kam.unit_kind) = (parent_id IS NULL))),
    CONSTRAINT unit_depth_max CHECK (((depth >= 0) AND (depth <= 15))),
    CONSTRAINT unit_name_form CHECK (((btrim(name) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 128)))),
    CONSTRAINT unit_parent_cycle CHECK ((parent_id <> id))
);

ALTER TABLE ONLY kam.unit FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.unit OWNER TO kam_owner;

--
-- Name: account_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.account_card WITH (security_invoker='true') AS
 SELECT a.id,
    a.code,
    a.name,
    a.short_name,
    a.former_names,
    a.kind,
    a.state,
    a.industry,
    a.region,
    a.address,
    a.parent_id,
        CASE
            WHEN (a.parent_id IS NOT NULL) THEN core.account_name(a.parent_id)
            ELSE NULL::text
        END AS parent_name,
    a.owner_id,
    ( SELECT o.name
           FROM kam.person o
          WHERE (o.id = a.owner_id)) AS owner_name,
    a.unit_id,
    ( SELECT u.name
           FROM kam.unit u
          WHERE (u.id = a.unit_id)) AS unit_name,
    ARRAY( SELECT ROW(i.kind, i.value)::api_1.identifier AS "row"
           FROM api_1.account_identifier_shown i
          WHERE (i.account_id = a.id)
          ORDER BY i.id) AS identifiers,
    a.source,
    a.note,
    a.created_at,
    a.updated_at,
    (a.revision)::text AS etag,
    a.scale,
    a.annual_output,
    a.grade,
    a.tags,
    a.confidentiality
   FROM api_1.account_shown a;

ALTER TABLE api_1.account_card OWNER TO kam_owner;

--
-- Name: contact_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.contact_id_seq OWNER TO kam_owner;

--
-- Name: contact; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.contact (
    id bigint DEFAULT nextval('kam.contact_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    name text NOT NULL,
    role kam.contact_role NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    key_person boolean DEFAULT false NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    confidentiality kam.confidentiality DEFAULT 'normal'::kam.confidentiality NOT NULL,
    preferred_channel kam.channel,
    birthday text DEFAULT ''::text NOT NULL,
    birthday_masked text GENERATED ALWAYS AS (core.mask_birthday(birthday)) STORED NOT NULL,
    service_grade kam.service_grade,
    reachable boolean GENERATED ALWAYS AS (((phone <> ''::text) OR (email <> ''::text))) STORED NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT contact_birthday_form CHECK (((birthday = ''::text) OR core.is_birthday(birthday))),
    CONSTRAINT contact_email_form CHECK (((email ~ '^([^@*[:space:]]{1,64}@[^@*[:space:]]{1,63})?$'::text) AND (octet_length(email) <= 128))),
    CONSTRAINT contact_erased CHECK (((erased_at IS NULL) OR ((name = '已清除'::text) AND (title = ''::text) AND (phone = ''::text) AND (email = ''::text) AND (birthday = ''::text) AND (note = ''::text)))),
    CONSTRAINT contact_name_form CHECK (((btrim(name, ' 　'::text) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 64)) AND (name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT contact_note_bytes CHECK ((octet_length(note) <= 2048)),
    CONSTRAINT contact_phone_form CHECK (((phone ~ '^([+0-9][0-9 ()-]{1,24}( *(转|x|ext\.?) *[0-9]{1,6})?)?$'::text) AND (octet_length(phone) <= 32))),
    CONSTRAINT contact_title_bytes CHECK ((octet_length(title) <= 64))
);

ALTER TABLE ONLY kam.contact FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.contact OWNER TO kam_owner;

--
-- Name: departure_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.departure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.departure_id_seq OWNER TO kam_owner;

--
-- Name: departure; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.departure (
    id bigint DEFAULT nextval('kam.departure_id_seq'::regclass) NOT NULL,
    contact_id bigint NOT NULL,
    account_id bigint NOT NULL,
    left_on date NOT NULL,
    returned_on date,
    successor_id bigint,
    went_to text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT departure_dates CHECK ((returned_on >= left_on)),
    CONSTRAINT departure_left_on_range CHECK ((left_on >= '1949-10-01'::date)),
    CONSTRAINT departure_note_bytes CHECK ((octet_length(note) <= 1024)),
    CONSTRAINT departure_of_itself CHECK ((successor_id <> contact_id)),
    CONSTRAINT departure_went_to_bytes CHECK ((octet_length(went_to) <= 256))
);

ALTER TABLE ONLY kam.departure FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.departure OWNER TO kam_owner;

--
-- Name: requirement; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.requirement (
    id bigint NOT NULL,
    kind kam.account_kind NOT NULL,
    fact kam.account_fact NOT NULL,
    weight integer NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT requirement_weight_range CHECK (((weight >= 1) AND (weight <= 100)))
);

ALTER TABLE ONLY kam.requirement FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.requirement OWNER TO kam_owner;

--
-- Name: account_quality; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.account_quality WITH (security_invoker='true') AS
 SELECT a.id,
    a.code,
    a.name,
    a.kind,
    a.owner_id,
    q.percent,
    q.missing
   FROM (kam.account a
     CROSS JOIN LATERAL ( SELECT COALESCE((((100 * sum(f.weight) FILTER (WHERE f.met)) / sum(f.weight)))::integer,
                CASE
                    WHEN (count(*) = 0) THEN 100
                    ELSE 0
                END) AS percent,
            COALESCE(array_agg(f.fact ORDER BY f.fact) FILTER (WHERE (NOT f.met)), '{}'::kam.account_fact[]) AS missing
           FROM ( SELECT r.fact,
                    r.weight,
                        CASE r.fact
                            WHEN 'short_name'::kam.account_fact THEN (a.short_name <> ''::text)
                            WHEN 'industry'::kam.account_fact THEN (a.industry <> ''::text)
                            WHEN 'region'::kam.account_fact THEN (a.region <> ''::text)
                            WHEN 'address'::kam.account_fact THEN (a.address <> ''::text)
                            WHEN 'scale'::kam.account_fact THEN (a.scale IS NOT NULL)
                            WHEN 'annual_output'::kam.account_fact THEN (a.annual_output IS NOT NULL)
                            WHEN 'grade'::kam.account_fact THEN (a.grade <> ''::text)
                            WHEN 'identifier'::kam.account_fact THEN (EXISTS ( SELECT
                               FROM kam.account_identifier i
                              WHERE (i.account_id = a.id)))
                            WHEN 'document'::kam.account_fact THEN (EXISTS ( SELECT
                               FROM kam.document d
                              WHERE ((d.account_id = a.id) AND (d.state = 'kept'::kam.document_state))))
                            ELSE (EXISTS ( SELECT
                               FROM kam.contact c
                              WHERE ((c.account_id = a.id) AND
                                    CASE r.fact
WHEN 'key_person'::kam.account_fact THEN c.key_person
WHEN 'reachable_contact'::kam.account_fact THEN c.reachable
ELSE true
                                    END AND (NOT (EXISTS ( SELECT
                                       FROM kam.departure d
                                      WHERE ((d.contact_id = c.id) AND (d.returned_on IS NULL))))))))
                        END AS met
                   FROM kam.requirement r
                  WHERE (r.kind = a.kind)
                 OFFSET 0) f
         OFFSET 0) q);

ALTER TABLE api_1.account_quality OWNER TO kam_owner;

--
-- Name: care_date; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.care_date (
    id bigint NOT NULL,
    contact_id bigint NOT NULL,
    account_id bigint NOT NULL,
    label text NOT NULL,
    day date NOT NULL,
    yearly boolean NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT care_date_day_range CHECK (((day >= '1900-01-01'::date) AND (day <= '2199-12-31'::date))),
    CONSTRAINT care_date_label_form CHECK (((btrim(label, ' 　'::text) = label) AND ((octet_length(label) >= 1) AND (octet_length(label) <= 64)) AND (label !~ '[\x01-\x1f\x7f]'::text)))
);

ALTER TABLE ONLY kam.care_date FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.care_date OWNER TO kam_owner;

--
-- Name: care_date_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.care_date_shown AS
 SELECT t.id,
    t.contact_id,
    t.account_id,
    t.label,
    t.day,
    t.yearly,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.care_date t;

ALTER TABLE api_1.care_date_shown OWNER TO kam_api;

--
-- Name: change_request_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.change_request_card WITH (security_invoker='true') AS
 SELECT r.id,
    r.account_id,
    core.account_name(r.account_id) AS account_name,
    ARRAY( SELECT ROW(f.field, core.shown_value(f.field, (r.before -> f.field)), core.shown_value(f.field, f.value))::api_1.field_change AS "row"
           FROM jsonb_each(r.after) f(field, value)
          ORDER BY (f.field COLLATE "C")) AS changes,
    r.reason,
    r.state,
    r.proposer_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = r.proposer_id)) AS proposer_name,
    r.proposed_at,
        CASE
            WHEN (r.decider_id IS NULL) THEN ''::text
            ELSE ( SELECT n.name
               FROM kam.person n
              WHERE (n.id = r.decider_id))
        END AS decider_name,
    r.decided_at,
    r.remark
   FROM kam.change_request r;

ALTER TABLE api_1.change_request_card OWNER TO kam_owner;

--
-- Name: change_request_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.change_request_shown AS
 SELECT t.id,
    t.account_id,
    t.before,
    t.after,
    t.reason,
    t.state,
    t.proposer_id,
    t.proposed_at,
    t.decider_id,
    t.decided_at,
    t.remark,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.change_request t;

ALTER TABLE api_1.change_request_shown OWNER TO kam_api;

--
-- Name: collaboration_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.collaboration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.collaboration_id_seq OWNER TO kam_owner;

--
-- Name: collaboration; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.collaboration (
    id bigint DEFAULT nextval('kam.collaboration_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    person_id bigint,
    team_id bigint,
    level kam.collaboration_level NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    reason text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT collaboration_dates CHECK ((ends_on >= (starts_on - 1))),
    CONSTRAINT collaboration_dates_range CHECK ((((starts_on >= '1949-10-01'::date) AND (starts_on <= '2199-12-31'::date)) AND (ends_on <= '2199-12-31'::date))),
    CONSTRAINT collaboration_of_one CHECK ((num_nonnulls(person_id, team_id) = 1)),
    CONSTRAINT collaboration_reason_bytes CHECK ((octet_length(reason) <= 512))
);

ALTER TABLE ONLY kam.collaboration FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.collaboration OWNER TO kam_owner;

--
-- Name: collaboration_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.collaboration_shown AS
 SELECT t.id,
    t.account_id,
    t.person_id,
    t.team_id,
    t.level,
    t.starts_on,
    t.ends_on,
    t.reason,
    t.created_at,
    t.revision,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.collaboration t;

ALTER TABLE api_1.collaboration_shown OWNER TO kam_api;

--
-- Name: collaborator_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.collaborator_card WITH (security_invoker='true') AS
 SELECT c.id,
    c.account_id,
    c.person_id,
    c.team_id AS unit_id,
    COALESCE(n.name, u.name) AS name,
    c.level,
    c.starts_on,
    c.ends_on,
    c.reason
   FROM ((kam.collaboration c
     LEFT JOIN kam.person n ON ((n.id = c.person_id)))
     LEFT JOIN kam.unit u ON ((u.id = c.team_id)));

ALTER TABLE api_1.collaborator_card OWNER TO kam_owner;

--
-- Name: contact_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.contact_shown AS
 SELECT t.id,
    t.account_id,
    t.name,
    t.role,
    t.title,
    core.mask_phone(t.phone) AS phone,
    core.mask_email(t.email) AS email,
    t.key_person,
    core.mask_content(t.confidentiality, t.note) AS note,
    t.created_at,
    t.revision,
    t.owner_id,
    t.unit_id,
    t.company_id,
    t.confidentiality,
    t.preferred_channel,
    core.mask_birthday(t.birthday) AS birthday,
    t.birthday_masked,
    t.service_grade,
    t.reachable,
    t.erased_at
   FROM kam.contact t;

ALTER TABLE api_1.contact_shown OWNER TO kam_api;

--
-- Name: contact_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.contact_card WITH (security_invoker='true') AS
 SELECT c.id,
    c.account_id,
    c.name,
    c.role,
    c.title,
    c.phone,
    c.email,
    c.key_person,
    c.note,
    c.created_at,
    (c.revision)::text AS etag,
    c.preferred_channel,
    c.birthday,
    c.service_grade,
    ARRAY( SELECT ROW(d.label, d.day, d.yearly)::api_1.care_date AS "row"
           FROM kam.care_date d
          WHERE (d.contact_id = c.id)
          ORDER BY d.id) AS care_dates,
    l.left_on,
    l.successor_id,
    c.confidentiality
   FROM (api_1.contact_shown c
     LEFT JOIN LATERAL ( SELECT d.left_on,
            d.successor_id
           FROM kam.departure d
          WHERE ((d.contact_id = c.id) AND (d.returned_on IS NULL))
         OFFSET 0) l ON (true));

ALTER TABLE api_1.contact_card OWNER TO kam_owner;

--
-- Name: departure_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.departure_shown AS
 SELECT t.id,
    t.contact_id,
    t.account_id,
    t.left_on,
    t.returned_on,
    t.successor_id,
    t.went_to,
    t.note,
    t.created_at,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.departure t;

ALTER TABLE api_1.departure_shown OWNER TO kam_api;

--
-- Name: distinct_pair_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.distinct_pair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.distinct_pair_id_seq OWNER TO kam_owner;

--
-- Name: distinct_pair; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.distinct_pair (
    id bigint DEFAULT nextval('kam.distinct_pair_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    other_id bigint NOT NULL,
    reason text NOT NULL,
    person_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT distinct_pair_reason_bytes CHECK ((octet_length(reason) <= 512))
);

ALTER TABLE ONLY kam.distinct_pair FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.distinct_pair OWNER TO kam_owner;

--
-- Name: distinct_pair_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.distinct_pair_shown AS
 SELECT t.id,
    t.account_id,
    t.owner_id,
    t.unit_id,
    t.company_id,
    t.other_id,
    t.reason,
    t.person_id,
    t.at
   FROM kam.distinct_pair t;

ALTER TABLE api_1.distinct_pair_shown OWNER TO kam_api;

--
-- Name: document_loan_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.document_loan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.document_loan_id_seq OWNER TO kam_owner;

--
-- Name: document_loan; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.document_loan (
    id bigint DEFAULT nextval('kam.document_loan_id_seq'::regclass) NOT NULL,
    document_id bigint NOT NULL,
    account_id bigint NOT NULL,
    borrower_id bigint NOT NULL,
    purpose text DEFAULT ''::text NOT NULL,
    lent_at timestamp with time zone DEFAULT now() NOT NULL,
    due_on date NOT NULL,
    returned_at timestamp with time zone,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT document_loan_purpose_bytes CHECK ((octet_length(purpose) <= 256))
);

ALTER TABLE ONLY kam.document_loan FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.document_loan OWNER TO kam_owner;

--
-- Name: document_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.document_card WITH (security_invoker='true') AS
 SELECT d.id,
    d.account_id,
    ( SELECT a.name
           FROM kam.account a
          WHERE (a.id = d.account_id)) AS account_name,
    d.kind,
    d.title,
    d.number_shown AS number,
    d.confidentiality,
    d.state,
    d.issued_on,
    d.expires_on,
    d.retain_until,
    d.place,
    d.note,
    d.file_name,
    d.media_type,
    d.size_bytes,
    encode(d.sha256, 'hex'::text) AS sha256,
        CASE
            WHEN (d.state = 'uploading'::kam.document_state) THEN core.next_offset(d.id, d.size_bytes)
            ELSE d.size_bytes
        END AS next_offset,
    l.borrower_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = l.borrower_id)) AS borrower_name,
    l.due_on,
    d.person_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = d.person_id)) AS person_name,
    d.created_at,
    (d.revision)::text AS etag
   FROM (kam.document d
     LEFT JOIN LATERAL ( SELECT x.borrower_id,
            x.due_on
           FROM kam.document_loan x
          WHERE ((x.document_id = d.id) AND (x.returned_at IS NULL))
         OFFSET 0) l ON (true))
  WHERE (d.state <> 'cancelled'::kam.document_state);

ALTER TABLE api_1.document_card OWNER TO kam_owner;

--
-- Name: document_loan_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.document_loan_shown AS
 SELECT t.id,
    t.document_id,
    t.account_id,
    t.borrower_id,
    t.purpose,
    t.lent_at,
    t.due_on,
    t.returned_at,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.document_loan t;

ALTER TABLE api_1.document_loan_shown OWNER TO kam_api;

--
-- Name: document_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.document_shown AS
 SELECT t.id,
    t.account_id,
    t.kind,
    t.title,
    core.mask_content(t.confidentiality, t.number) AS number,
    t.confidentiality,
    t.number_shown,
    t.state,
    t.issued_on,
    t.expires_on,
    t.retain_until,
    t.place,
    t.note,
    t.file_name,
    t.media_type,
    t.size_bytes,
    t.sha256,
    t.person_id,
    t.created_at,
    t.revision,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.document t;

ALTER TABLE api_1.document_shown OWNER TO kam_api;

--
-- Name: deputy_grant_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.deputy_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.deputy_grant_id_seq OWNER TO kam_owner;

--
-- Name: deputy_grant; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.deputy_grant (
    id bigint DEFAULT nextval('kam.deputy_grant_id_seq'::regclass) NOT NULL,
    grantor_id bigint NOT NULL,
    deputy_id bigint NOT NULL,
    rights text[] NOT NULL,
    unit_id bigint,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    made_by bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT grant_dates CHECK ((ends_on >= (starts_on - 1))),
    CONSTRAINT grant_dates_range CHECK ((((starts_on >= '1949-10-01'::date) AND (starts_on <= '2199-12-31'::date)) AND (ends_on <= '2199-12-31'::date))),
    CONSTRAINT grant_reason_bytes CHECK ((octet_length(reason) <= 512)),
    CONSTRAINT grant_rights_count CHECK (((cardinality(rights) >= 1) AND (cardinality(rights) <= 100))),
    CONSTRAINT grant_to_oneself CHECK ((grantor_id <> deputy_id))
);

ALTER TABLE ONLY kam.deputy_grant FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.deputy_grant OWNER TO kam_owner;

--
-- Name: grant_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.grant_card WITH (security_invoker='true') AS
 SELECT g.id,
    g.grantor_id,
    n.name AS grantor_name,
    g.deputy_id,
    d.name AS deputy_name,
    g.rights,
    g.unit_id,
    u.name AS unit_name,
    g.starts_on,
    g.ends_on,
    g.reason,
    g.made_by AS made_by_id,
    g.created_at
   FROM (((kam.deputy_grant g
     JOIN kam.person n ON ((n.id = g.grantor_id)))
     JOIN kam.person d ON ((d.id = g.deputy_id)))
     LEFT JOIN kam.unit u ON ((u.id = g.unit_id)));

ALTER TABLE api_1.grant_card OWNER TO kam_owner;

--
-- Name: handover_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.handover_id_seq OWNER TO kam_owner;

--
-- Name: handover; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.handover (
    id bigint DEFAULT nextval('kam.handover_id_seq'::regclass) NOT NULL,
    from_id bigint NOT NULL,
    to_id bigint NOT NULL,
    account_id bigint,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    reason text NOT NULL,
    accounts integer NOT NULL,
    others integer NOT NULL,
    person_id bigint NOT NULL,
    handed_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    undone_by bigint,
    CONSTRAINT handover_reason_form CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 512))),
    CONSTRAINT handover_to_oneself CHECK ((from_id <> to_id)),
    CONSTRAINT handover_undone_whole CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);

ALTER TABLE ONLY kam.handover FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.handover OWNER TO kam_owner;

--
-- Name: handover_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.handover_card WITH (security_invoker='true') AS
 SELECT h.id,
    h.from_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = h.from_id)) AS from_name,
    h.to_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = h.to_id)) AS to_name,
    h.account_id,
    h.reason,
    h.accounts,
    h.others,
    h.person_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = h.person_id)) AS person_name,
    h.handed_at,
    h.undone_at
   FROM kam.handover h;

ALTER TABLE api_1.handover_card OWNER TO kam_owner;

--
-- Name: interaction_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.interaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.interaction_id_seq OWNER TO kam_owner;

--
-- Name: interaction; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.interaction (
    id bigint DEFAULT nextval('kam.interaction_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    contact_id bigint,
    channel kam.channel DEFAULT 'visit'::kam.channel NOT NULL,
    direction kam.direction DEFAULT 'outgoing'::kam.direction NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    topic text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    next_step text DEFAULT ''::text NOT NULL,
    next_step_on date,
    needs_answer boolean DEFAULT false NOT NULL,
    answered_at timestamp with time zone,
    answer text DEFAULT ''::text NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    confidentiality kam.confidentiality DEFAULT 'normal'::kam.confidentiality NOT NULL,
    ended_at timestamp with time zone,
    next_step_done_at timestamp with time zone,
    next_step_result text DEFAULT ''::text NOT NULL,
    CONSTRAINT interaction_answer_bytes CHECK ((octet_length(answer) <= 2048)),
    CONSTRAINT interaction_answer_whole CHECK (((answered_at IS NULL) = (answer = ''::text))),
    CONSTRAINT interaction_ended_at_range CHECK (((ended_at >= occurred_at) AND (ended_at <= (occurred_at + '31 days'::interval)))),
    CONSTRAINT interaction_next_step_bytes CHECK ((octet_length(next_step) <= 512)),
    CONSTRAINT interaction_next_step_on_range CHECK (((next_step_on >= '1949-10-01'::date) AND (next_step_on <= '2199-12-31'::date))),
    CONSTRAINT interaction_next_step_result_bytes CHECK ((octet_length(next_step_result) <= 2048)),
    CONSTRAINT interaction_occurred_at_range CHECK ((occurred_at >= '1949-09-30 16:00:00+00'::timestamp with time zone)),
    CONSTRAINT interaction_outcome_bytes CHECK ((octet_length(outcome) <= 4096)),
    CONSTRAINT interaction_topic_form CHECK ((((octet_length(btrim(topic, ' 　'::text)) >= 1) AND (octet_length(btrim(topic, ' 　'::text)) <= 256)) AND (octet_length(topic) <= 256)))
);

ALTER TABLE ONLY kam.interaction FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.interaction OWNER TO kam_owner;

--
-- Name: interaction_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.interaction_shown AS
 SELECT t.id,
    t.account_id,
    t.contact_id,
    t.channel,
    t.direction,
    t.occurred_at,
    core.mask_content(t.confidentiality, t.topic) AS topic,
    core.mask_content(t.confidentiality, t.outcome) AS outcome,
    core.mask_content(t.confidentiality, t.next_step) AS next_step,
    t.next_step_on,
    t.needs_answer,
    t.answered_at,
    core.mask_content(t.confidentiality, t.answer) AS answer,
    t.person_id,
    t.created_at,
    t.owner_id,
    t.unit_id,
    t.company_id,
    t.confidentiality,
    t.ended_at,
    t.next_step_done_at,
    core.mask_content(t.confidentiality, t.next_step_result) AS next_step_result
   FROM kam.interaction t;

ALTER TABLE api_1.interaction_shown OWNER TO kam_api;

--
-- Name: interaction_link; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.interaction_link (
    interaction_id bigint NOT NULL,
    kind text NOT NULL,
    record_id bigint NOT NULL,
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL
);

ALTER TABLE ONLY kam.interaction_link FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.interaction_link OWNER TO kam_owner;

--
-- Name: interaction_person; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.interaction_person (
    interaction_id bigint NOT NULL,
    person_id bigint NOT NULL,
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL
);

ALTER TABLE ONLY kam.interaction_person FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.interaction_person OWNER TO kam_owner;

--
-- Name: interaction_visitor_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.interaction_visitor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.interaction_visitor_id_seq OWNER TO kam_owner;

--
-- Name: interaction_visitor; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.interaction_visitor (
    id bigint DEFAULT nextval('kam.interaction_visitor_id_seq'::regclass) NOT NULL,
    interaction_id bigint NOT NULL,
    name text NOT NULL,
    organisation text DEFAULT ''::text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    contact_id bigint,
    CONSTRAINT visitor_name_form CHECK (((btrim(name, ' 　'::text) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 64)) AND (name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT visitor_organisation_bytes CHECK ((octet_length(organisation) <= 128)),
    CONSTRAINT visitor_title_bytes CHECK ((octet_length(title) <= 64))
);

ALTER TABLE ONLY kam.interaction_visitor FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.interaction_visitor OWNER TO kam_owner;

--
-- Name: interaction_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.interaction_card WITH (security_invoker='true') AS
 SELECT i.id,
    i.account_id,
    a.name AS account_name,
    i.contact_id,
    i.channel,
    i.direction,
    i.occurred_at,
    i.topic,
    i.outcome,
    i.next_step,
    i.next_step_on,
    i.needs_answer,
    i.answered_at,
    i.answer,
    i.person_id,
    n.name AS person_name,
    i.ended_at,
    ARRAY( SELECT ROW(p.person_id, ( SELECT x.name
                   FROM kam.person x
                  WHERE (x.id = p.person_id)))::api_1.participant AS "row"
           FROM kam.interaction_person p
          WHERE (p.interaction_id = i.id)
          ORDER BY p.person_id) AS participants,
    ARRAY( SELECT ROW(v.name, v.organisation, v.title, v.contact_id)::api_1.visitor AS "row"
           FROM kam.interaction_visitor v
          WHERE (v.interaction_id = i.id)
          ORDER BY v.id) AS visitors,
    ARRAY( SELECT ROW(l.kind, l.record_id)::api_1.record_link AS "row"
           FROM kam.interaction_link l
          WHERE (l.interaction_id = i.id)
          ORDER BY l.kind, l.record_id) AS links,
    i.next_step_done_at,
    i.next_step_result,
        CASE
            WHEN (i.needs_answer AND (i.answered_at IS NULL)) THEN core.days_since(i.occurred_at)
            ELSE NULL::integer
        END AS waiting_days,
    ( SELECT p.id
           FROM kam.visit_plan p
          WHERE (p.interaction_id = i.id)
         LIMIT 1) AS visit_plan_id,
    i.confidentiality
   FROM ((api_1.interaction_shown i
     LEFT JOIN kam.account a ON ((a.id = i.account_id)))
     LEFT JOIN kam.person n ON ((n.id = i.person_id)));

ALTER TABLE api_1.interaction_card OWNER TO kam_owner;

--
-- Name: interaction_line; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.interaction_line WITH (security_invoker='true') AS
 SELECT i.id,
    i.account_id,
    ( SELECT a.name
           FROM kam.account a
          WHERE (a.id = i.account_id)) AS account_name,
    i.contact_id,
    i.channel,
    i.direction,
    i.occurred_at,
    i.topic,
    i.outcome,
    i.next_step,
    i.next_step_on,
    i.needs_answer,
    i.answered_at,
    i.answer,
    i.person_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = i.person_id)) AS person_name,
    i.ended_at,
    '{}'::api_1.participant[] AS participants,
    '{}'::api_1.visitor[] AS visitors,
    '{}'::api_1.record_link[] AS links,
    i.next_step_done_at,
    i.next_step_result,
        CASE
            WHEN (i.needs_answer AND (i.answered_at IS NULL)) THEN core.days_since(i.occurred_at)
            ELSE NULL::integer
        END AS waiting_days,
    NULL::bigint AS visit_plan_id,
    i.confidentiality
   FROM api_1.interaction_shown i;

ALTER TABLE api_1.interaction_line OWNER TO kam_owner;

--
-- Name: interaction_link_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.interaction_link_shown AS
 SELECT t.interaction_id,
    t.kind,
    t.record_id,
    t.account_id,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.interaction_link t;

ALTER TABLE api_1.interaction_link_shown OWNER TO kam_api;

--
-- Name: interaction_visitor_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.interaction_visitor_shown AS
 SELECT t.id,
    t.interaction_id,
    t.name,
    t.organisation,
    t.title,
    t.account_id,
    t.owner_id,
    t.unit_id,
    t.company_id,
    t.contact_id
   FROM kam.interaction_visitor t;

ALTER TABLE api_1.interaction_visitor_shown OWNER TO kam_api;

--
-- Name: loan_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.loan_card WITH (security_invoker='true') AS
 SELECT l.id,
    l.document_id,
    ( SELECT d.title
           FROM kam.document d
          WHERE (d.id = l.document_id)) AS document_title,
    l.account_id,
    ( SELECT a.name
           FROM kam.account a
          WHERE (a.id = l.account_id)) AS account_name,
    l.borrower_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = l.borrower_id)) AS borrower_name,
    l.purpose,
    l.lent_at,
    l.due_on,
    l.returned_at
   FROM kam.document_loan l;

ALTER TABLE api_1.loan_card OWNER TO kam_owner;

--
-- Name: member_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.member_id_seq OWNER TO kam_owner;

--
-- Name: member; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.member (
    id bigint DEFAULT nextval('kam.member_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    name text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    member_account_id bigint,
    served_on date,
    ended_on date,
    source text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT member_dates CHECK (((ended_on >= served_on) AND ((ended_on IS NULL) OR (served_on IS NOT NULL)))),
    CONSTRAINT member_dates_range CHECK (((served_on >= '1949-10-01'::date) AND (ended_on <= '2199-12-31'::date))),
    CONSTRAINT member_name_form CHECK (((btrim(name, ' 　'::text) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 256)) AND (name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT member_note_bytes CHECK ((octet_length(note) <= 1024)),
    CONSTRAINT member_of_itself CHECK ((member_account_id <> account_id)),
    CONSTRAINT member_region_bytes CHECK ((octet_length(region) <= 64)),
    CONSTRAINT member_source_bytes CHECK ((octet_length(source) <= 256))
);

ALTER TABLE ONLY kam.member FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.member OWNER TO kam_owner;

--
-- Name: member_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.member_card WITH (security_invoker='true') AS
 SELECT m.id,
    m.account_id,
    m.name,
    m.region,
    m.member_account_id,
        CASE
            WHEN (m.member_account_id IS NOT NULL) THEN COALESCE(core.account_name(m.member_account_id), ''::text)
            ELSE ''::text
        END AS member_account_name,
    m.served_on,
    m.ended_on,
    m.source,
    m.note,
    (m.revision)::text AS etag
   FROM kam.member m;

ALTER TABLE api_1.member_card OWNER TO kam_owner;

--
-- Name: member_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.member_shown AS
 SELECT t.id,
    t.account_id,
    t.name,
    t.region,
    t.member_account_id,
    t.served_on,
    t.ended_on,
    t.source,
    t.note,
    t.created_at,
    t.revision,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.member t;

ALTER TABLE api_1.member_shown OWNER TO kam_api;

--
-- Name: merge_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.merge_id_seq OWNER TO kam_owner;

--
-- Name: merge; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.merge (
    id bigint DEFAULT nextval('kam.merge_id_seq'::regclass) NOT NULL,
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    into_id bigint NOT NULL,
    merged_id bigint NOT NULL,
    parent_id bigint,
    image jsonb NOT NULL,
    code text GENERATED ALWAYS AS ((image ->> 'code'::text)) STORED NOT NULL,
    name text GENERATED ALWAYS AS ((image ->> 'name'::text)) STORED NOT NULL,
    reason text NOT NULL,
    person_id bigint NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    undone_by bigint,
    CONSTRAINT merge_into_itself CHECK ((merged_id <> into_id)),
    CONSTRAINT merge_reason_bytes CHECK ((octet_length(reason) <= 512)),
    CONSTRAINT merge_undone_whole CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);

ALTER TABLE ONLY kam.merge FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.merge OWNER TO kam_owner;

--
-- Name: merge_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.merge_card WITH (security_invoker='true') AS
 SELECT m.id,
    m.account_id,
    a.code AS account_code,
    a.name AS account_name,
    m.merged_id,
    m.code AS merged_code,
    m.name AS merged_name,
    m.reason,
    m.person_id,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = m.person_id)) AS person_name,
    m.merged_at,
    m.undone_at
   FROM (kam.merge m
     JOIN kam.account a ON ((a.id = m.account_id)));

ALTER TABLE api_1.merge_card OWNER TO kam_owner;

--
-- Name: merge_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.merge_shown AS
 SELECT t.id,
    t.account_id,
    t.owner_id,
    t.unit_id,
    t.company_id,
    t.into_id,
    t.merged_id,
    t.parent_id,
    NULL::jsonb AS image,
    t.code,
    t.name,
    t.reason,
    t.person_id,
    t.merged_at,
    t.undone_at,
    t.undone_by
   FROM kam.merge t;

ALTER TABLE api_1.merge_shown OWNER TO kam_api;

--
-- Name: assignment; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.assignment (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    post_id bigint NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT assignment_dates CHECK ((ends_on >= (starts_on - 1))),
    CONSTRAINT assignment_dates_range CHECK ((((starts_on >= '1949-10-01'::date) AND (starts_on <= '2199-12-31'::date)) AND (ends_on <= '2199-12-31'::date)))
);

ALTER TABLE ONLY kam.assignment FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.assignment OWNER TO kam_owner;

--
-- Name: post; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.post (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    unit_id bigint NOT NULL,
    superior_id bigint,
    role text NOT NULL,
    headcount integer DEFAULT 1 NOT NULL,
    duties text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    CONSTRAINT post_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT post_duties_bytes CHECK ((octet_length(duties) <= 4096)),
    CONSTRAINT post_headcount_range CHECK (((headcount >= 1) AND (headcount <= 10000))),
    CONSTRAINT post_name_form CHECK (((btrim(name) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 128)))),
    CONSTRAINT post_superior_cycle CHECK ((superior_id <> id))
);

ALTER TABLE ONLY kam.post FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.post OWNER TO kam_owner;

--
-- Name: post_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.post_card WITH (security_invoker='true') AS
 SELECT p.id,
    p.code,
    p.name,
    p.unit_id,
    u.name AS unit_name,
    p.superior_id,
    p.role,
    p.headcount,
    p.duties,
    ARRAY( SELECT n.name
           FROM (kam.assignment a
             JOIN kam.person n ON ((n.id = a.person_id)))
          WHERE ((a.post_id = p.id) AND (a.starts_on <= core.today()) AND ((a.ends_on IS NULL) OR (a.ends_on >= core.today())))
          ORDER BY a.starts_on, a.id) AS holders,
    (p.revision)::text AS etag
   FROM (kam.post p
     JOIN kam.unit u ON ((u.id = p.unit_id)));

ALTER TABLE api_1.post_card OWNER TO kam_owner;

--
-- Name: post_holder_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.post_holder_card WITH (security_invoker='true') AS
 SELECT a.id AS assignment_id,
    a.post_id,
    p.name AS post_name,
    a.person_id,
    n.name,
    a.starts_on,
    a.ends_on
   FROM ((kam.assignment a
     JOIN kam.post p ON ((p.id = a.post_id)))
     JOIN kam.person n ON ((n.id = a.person_id)))
  WHERE ((a.ends_on IS NULL) OR (a.ends_on >= a.starts_on));

ALTER TABLE api_1.post_holder_card OWNER TO kam_owner;

--
-- Name: unit_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.unit_card WITH (security_invoker='true') AS
 SELECT u.id,
    u.code,
    u.name,
    u.kind,
    u.parent_id,
    u.company_id,
    u.depth,
    (u.revision)::text AS etag
   FROM kam.unit u;

ALTER TABLE api_1.unit_card OWNER TO kam_owner;

--
-- Name: grade; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.grade (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    rank integer NOT NULL,
    criteria text DEFAULT ''::text NOT NULL,
    kinds kam.account_kind[] DEFAULT '{}'::kam.account_kind[] NOT NULL,
    scale_min kam.account_scale,
    annual_output_min bigint,
    stale_days integer NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    visit_days integer,
    CONSTRAINT grade_annual_output_range CHECK (((annual_output_min >= 0) AND (annual_output_min <= '100000000000000000'::bigint))),
    CONSTRAINT grade_code_form CHECK ((code ~ '^[A-Z0-9+-]{0,8}$'::text)),
    CONSTRAINT grade_criteria_bytes CHECK ((octet_length(criteria) <= 2048)),
    CONSTRAINT grade_kinds_form CHECK (((cardinality(kinds) <= 20) AND (array_position(kinds, NULL::kam.account_kind) IS NULL))),
    CONSTRAINT grade_name_form CHECK (((btrim(name, ' 　'::text) = name) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 64)) AND (name !~ '[\x01-\x1f\x7f]'::text))),
    CONSTRAINT grade_rank_range CHECK (((rank >= 1) AND (rank <= 1000))),
    CONSTRAINT grade_stale_days_range CHECK (((stale_days >= 1) AND (stale_days <= 3650))),
    CONSTRAINT grade_visit_days_range CHECK (((visit_days >= 1) AND (visit_days <= 3650)))
);

ALTER TABLE ONLY kam.grade FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.grade OWNER TO kam_owner;

--
-- Name: visit_due; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.visit_due WITH (security_invoker='true') AS
 SELECT a.id,
    a.code,
    a.name,
    a.grade,
    a.owner_id,
    a.unit_id,
    a.company_id,
    v.last_visit_on,
    (COALESCE(v.last_visit_on, ((a.created_at AT TIME ZONE 'Asia/Shanghai'::text))::date) + g.visit_days) AS due_on
   FROM ((kam.account a
     JOIN kam.grade g ON (((g.code = a.grade) AND (g.visit_days IS NOT NULL))))
     CROSS JOIN LATERAL ( SELECT core.last_visit_on(a.id) AS last_visit_on
         OFFSET 0) v);

ALTER TABLE api_1.visit_due OWNER TO kam_owner;

--
-- Name: visit_plan_card; Type: VIEW; Schema: api_1; Owner: kam_owner
--

CREATE VIEW api_1.visit_plan_card WITH (security_invoker='true') AS
 SELECT p.id,
    p.account_id,
    ( SELECT a.code
           FROM kam.account a
          WHERE (a.id = p.account_id)) AS account_code,
    ( SELECT a.name
           FROM kam.account a
          WHERE (a.id = p.account_id)) AS account_name,
    p.planned_on,
    p.person_id,
    ( SELECT n.login
           FROM kam.person n
          WHERE (n.id = p.person_id)) AS person_login,
    ( SELECT n.name
           FROM kam.person n
          WHERE (n.id = p.person_id)) AS person_name,
    p.purpose,
    p.state,
    p.interaction_id,
    p.reason,
    p.created_at,
    (p.revision)::text AS etag
   FROM kam.visit_plan p;

ALTER TABLE api_1.visit_plan_card OWNER TO kam_owner;

--
-- Name: visit_plan_shown; Type: VIEW; Schema: api_1; Owner: kam_api
--

CREATE VIEW api_1.visit_plan_shown AS
 SELECT t.id,
    t.account_id,
    t.planned_on,
    t.person_id,
    t.purpose,
    t.state,
    t.interaction_id,
    t.reason,
    t.created_by,
    t.created_at,
    t.revision,
    t.owner_id,
    t.unit_id,
    t.company_id
   FROM kam.visit_plan t;

ALTER TABLE api_1.visit_plan_shown OWNER TO kam_api;

--
-- Name: account_reference; Type: VIEW; Schema: core; Owner: kam_owner
--

CREATE VIEW core.account_reference WITH (security_invoker='true') AS
 SELECT DISTINCT r.oid AS relid,
    (r.relname)::text AS relation,
    (l.attname)::text AS lead,
    (x.attname)::text AS col,
    (y.attname)::text AS target,
    COALESCE(u.rule, 'move'::text) AS rule
   FROM ((((((pg_constraint c
     JOIN pg_class r ON ((r.oid = c.conrelid)))
     CROSS JOIN LATERAL UNNEST(c.conkey, c.confkey) k(col, target))
     JOIN pg_attribute x ON (((x.attrelid = c.conrelid) AND (x.attnum = k.col))))
     JOIN pg_attribute y ON (((y.attrelid = c.confrelid) AND (y.attnum = k.target))))
     JOIN pg_attribute l ON (((l.attrelid = c.conrelid) AND (l.attnum = c.conkey[array_position(c.confkey, ( SELECT i.attnum
           FROM pg_attribute i
          WHERE ((i.attrelid = c.confrelid) AND (i.attname = 'id'::name))))]))))
     LEFT JOIN core.carry_rule() u(relation, column_name, rule) ON (((u.relation = r.relname) AND (u.column_name = l.attname))))
  WHERE ((c.contype = 'f'::"char") AND (c.confrelid = ('kam.account'::regclass)::oid) AND (c.conparentid = (0)::oid));

ALTER TABLE core.account_reference OWNER TO kam_owner;

--
-- Name: applied; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.applied (
    release text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT applied_sha256_length CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE ONLY core.applied FORCE ROW LEVEL SECURITY;

ALTER TABLE core.applied OWNER TO kam_owner;

--
-- Name: carried_table; Type: VIEW; Schema: core; Owner: kam_owner
--

CREATE VIEW core.carried_table WITH (security_invoker='true') AS
 SELECT t.relid,
    t.relation,
    t.leads,
    t.moves,
    t.restores,
    k.row_key,
    k.joined,
    k.keyed,
    k.key_of_image,
    f.columns,
    f.images,
    d.folded
   FROM (((( SELECT r.relid,
            r.relation,
            array_agg(DISTINCT r.lead) AS leads,
            bool_or((r.rule = 'fold'::text)) AS folds,
            string_agg(format('%1$I = case when x.%2$I = p_from then s.%3$I else x.%1$I end'::text, r.col, r.lead, r.target), ', '::text ORDER BY r.col) AS moves,
            string_agg(format('%1$I = case when c.%4$I then s.%3$I else x.%1$I end'::text, r.col, r.lead, r.target, ('of_'::text || r.lead)), ', '::text ORDER BY r.col) AS restores
           FROM core.account_reference r
          WHERE (r.rule <> 'made'::text)
          GROUP BY r.relid, r.relation) t
     CROSS JOIN LATERAL ( SELECT COALESCE(format('jsonb_build_object(%s)'::text, string_agg(format('%1$L, x.%1$I'::text, a.attname), ', '::text ORDER BY a.attnum) FILTER (WHERE (a.attname <> ALL (t.leads)))), '''{}''::jsonb'::text) AS row_key,
            string_agg(format('x.%1$I = o.%1$I'::text, a.attname), ' and '::text ORDER BY a.attnum) AS joined,
            COALESCE(string_agg(format('x.%1$I = (c.row_key ->> %1$L)::%2$s'::text, a.attname, format_type(a.atttypid, a.atttypmod)), ' and '::text ORDER BY a.attnum) FILTER (WHERE (a.attname <> ALL (t.leads))), 'true'::text) AS keyed,
            string_agg(format('x.%1$I = (c.image ->> %1$L)::%2$s'::text, a.attname, format_type(a.atttypid, a.atttypmod)), ' and '::text ORDER BY a.attnum) AS key_of_image
           FROM (pg_index i
             JOIN pg_attribute a ON (((a.attrelid = i.indrelid) AND (a.attnum = ANY ((i.indkey)::smallint[])))))
          WHERE ((i.indrelid = t.relid) AND i.indisprimary)) k)
     CROSS JOIN LATERAL ( SELECT string_agg(quote_ident((a.attname)::text), ', '::text ORDER BY a.attnum) AS columns,
            string_agg(format('case when i.image ? %1$L then r.%1$I else %2$s end'::text, a.attname, COALESCE(pg_get_expr(d_1.adbin, d_1.adrelid), 'null'::text)), ', '::text ORDER BY a.attnum) AS images
           FROM (pg_attribute a
             LEFT JOIN pg_attrdef d_1 ON (((d_1.adrelid = a.attrelid) AND (d_1.adnum = a.attnum))))
          WHERE ((a.attrelid = t.relid) AND (a.attnum > 0) AND (NOT a.attisdropped) AND (a.attgenerated = ''::"char"))) f)
     CROSS JOIN LATERAL ( SELECT COALESCE((string_agg(format('exists (select from (select *%6$s from kam.%1$I %2$s) y, (select *%6$s from kam.%1$I %2$s) z where y.%3$I = p_into and z.%3$I = p_from and %4$s and %5$s)'::text, t.relation, COALESCE(('where '::text || pg_get_expr(i.indpred, i.indrelid)), ''::text), t.leads[1], replace(k.joined, 'x.'::text, 'z.'::text), e.clash, e.parts), ' or '::text) ||
                CASE
                    WHEN (cardinality(t.leads) = 1) THEN ''::text
                    ELSE ( SELECT (' or '::text || string_agg(format('o.%I in (p_from, p_into)'::text, x.x), ' and '::text))
                       FROM unnest(t.leads) x(x))
                END), 'false'::text) AS folded
           FROM ((pg_index i
             LEFT JOIN pg_constraint c ON (((c.conindid = i.indexrelid) AND (c.contype = 'x'::"char"))))
             CROSS JOIN LATERAL ( SELECT COALESCE(string_agg(format(', %s as part_%s'::text, pg_get_indexdef(i.indexrelid, n.n, true), n.n), ''::text), ''::text) AS parts,
                    COALESCE(string_agg(format('y.part_%1$s operator(pg_catalog.%2$s) z.part_%1$s'::text, n.n, COALESCE(p.oprname, '='::name)), ' and '::text), 'true'::text) AS clash
                   FROM (generate_series(1, (i.indnkeyatts)::integer) n(n)
                     LEFT JOIN pg_operator p ON ((p.oid = c.conexclop[n.n])))
                  WHERE (pg_get_indexdef(i.indexrelid, n.n, true) <> quote_ident(t.leads[1]))) e)
          WHERE (t.folds AND (i.indrelid = t.relid) AND (i.indisunique OR i.indisexclusion) AND (EXISTS ( SELECT
                   FROM pg_attribute a
                  WHERE ((a.attrelid = i.indrelid) AND (a.attnum = ANY ((i.indkey)::smallint[])) AND (a.attname = t.leads[1])))))) d);

ALTER TABLE core.carried_table OWNER TO kam_owner;

--
-- Name: carried_pair; Type: VIEW; Schema: core; Owner: kam_owner
--

CREATE VIEW core.carried_pair WITH (security_invoker='true') AS
 SELECT t.relid AS child_id,
    t.relation AS child,
    l.lead AS child_lead,
    t.row_key AS child_key,
    t.keyed AS child_keyed,
    p.relation AS parent,
    m.lead AS parent_lead,
    replace(p.row_key, 'x.'::text, 'p.'::text) AS parent_key,
    replace(p.keyed, 'x.'::text, 'p.'::text) AS parent_keyed,
    (j.on_key ||
        CASE
            WHEN j.together THEN ''::text
            ELSE format(' and x.%I = p.%I'::text, l.lead, m.lead)
        END) AS on_key,
    j.together
   FROM (((((pg_constraint c
     JOIN core.carried_table t ON ((t.relid = c.conrelid)))
     JOIN core.carried_table p ON ((p.relid = c.confrelid)))
     CROSS JOIN LATERAL unnest(t.leads) l(lead))
     CROSS JOIN LATERAL unnest(p.leads) m(lead))
     CROSS JOIN LATERAL ( SELECT string_agg(format('x.%I = p.%I'::text, x.attname, y.attname), ' and '::text) AS on_key,
            bool_or(((x.attname = l.lead) AND (y.attname = m.lead))) AS together
           FROM ((UNNEST(c.conkey, c.confkey) k(col, target)
             JOIN pg_attribute x ON (((x.attrelid = c.conrelid) AND (x.attnum = k.col))))
             JOIN pg_attribute y ON (((y.attrelid = c.confrelid) AND (y.attnum = k.target))))) j)
  WHERE ((c.contype = 'f'::"char") AND (c.confrelid <> ('kam.account'::regclass)::oid) AND (c.conparentid = (0)::oid));

ALTER TABLE core.carried_pair OWNER TO kam_owner;

--
-- Name: error; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.error (
    name text NOT NULL,
    code integer NOT NULL,
    reason text NOT NULL,
    field text,
    zh text NOT NULL,
    en text NOT NULL,
    CONSTRAINT error_code_is_grpc CHECK (((code >= 1) AND (code <= 16))),
    CONSTRAINT error_reason_form CHECK ((reason ~ '^[A-Z][A-Z0-9_]*$'::text))
);

ALTER TABLE ONLY core.error FORCE ROW LEVEL SECURITY;

ALTER TABLE core.error OWNER TO kam_owner;

--
-- Name: field_class; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.field_class (
    relation text NOT NULL,
    column_name text NOT NULL,
    class text NOT NULL,
    mask text,
    CONSTRAINT field_class_known CHECK ((class = ANY (ARRAY['open'::text, 'personal'::text, 'identifier'::text, 'content'::text]))),
    CONSTRAINT field_class_mask_known CHECK ((mask = ANY (ARRAY['phone'::text, 'email'::text, 'number'::text, 'birthday'::text, 'text'::text, 'hidden'::text]))),
    CONSTRAINT field_class_masked CHECK (((class = 'open'::text) = (mask IS NULL)))
);

ALTER TABLE ONLY core.field_class FORCE ROW LEVEL SECURITY;

ALTER TABLE core.field_class OWNER TO kam_owner;

--
-- Name: journal_head; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.journal_head (
    one boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT journal_head_hash_is_sha256 CHECK ((octet_length(hash) = 32)),
    CONSTRAINT journal_head_is_one CHECK (one)
);

ALTER TABLE ONLY core.journal_head FORCE ROW LEVEL SECURITY;

ALTER TABLE core.journal_head OWNER TO kam_owner;

--
-- Name: method; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.method (
    path text NOT NULL,
    right_name text NOT NULL,
    subject_kind text NOT NULL
);

ALTER TABLE ONLY core.method FORCE ROW LEVEL SECURITY;

ALTER TABLE core.method OWNER TO kam_owner;

--
-- Name: TABLE method; Type: COMMENT; Schema: core; Owner: kam_owner
--

COMMENT ON TABLE core.method IS 'reference: methods of the release';

--
-- Name: migration; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT migration_sha256_length CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE ONLY core.migration FORCE ROW LEVEL SECURITY;

ALTER TABLE core.migration OWNER TO kam_owner;

--
-- Name: notice_kind; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.notice_kind (
    kind text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL
);

ALTER TABLE ONLY core.notice_kind FORCE ROW LEVEL SECURITY;

ALTER TABLE core.notice_kind OWNER TO kam_owner;

--
-- Name: person_reference; Type: VIEW; Schema: core; Owner: kam_owner
--

CREATE VIEW core.person_reference WITH (security_invoker='true') AS
 SELECT r.oid AS relid,
    (r.relname)::text AS relation,
    (x.attname)::text AS lead,
    u.rule,
    COALESCE(u.condition, 'true'::text) AS condition,
    k.row_key,
    k.keyed
   FROM ((((pg_constraint c
     JOIN pg_class r ON ((r.oid = c.conrelid)))
     JOIN pg_attribute x ON (((x.attrelid = c.conrelid) AND (x.attnum = c.conkey[1]))))
     LEFT JOIN core.hand_rule() u(relation, column_name, rule, condition) ON (((u.relation = r.relname) AND (u.column_name = x.attname))))
     CROSS JOIN LATERAL ( SELECT format('jsonb_build_object(%s)'::text, string_agg(format('%1$L, x.%1$I'::text, a.attname), ', '::text ORDER BY a.attnum)) AS row_key,
            string_agg(format('x.%1$I = (c.row_key ->> %1$L)::%2$s'::text, a.attname, format_type(a.atttypid, a.atttypmod)), ' and '::text ORDER BY a.attnum) AS keyed
           FROM (pg_index i
             JOIN pg_attribute a ON (((a.attrelid = i.indrelid) AND (a.attnum = ANY ((i.indkey)::smallint[])))))
          WHERE ((i.indrelid = r.oid) AND i.indisprimary)) k)
  WHERE ((c.contype = 'f'::"char") AND (c.confrelid = ('kam.person'::regclass)::oid) AND (c.conparentid = (0)::oid));

ALTER TABLE core.person_reference OWNER TO kam_owner;

--
-- Name: subject_kind; Type: TABLE; Schema: core; Owner: kam_owner
--

CREATE TABLE core.subject_kind (
    kind text NOT NULL,
    read_right text NOT NULL,
    money boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY core.subject_kind FORCE ROW LEVEL SECURITY;

ALTER TABLE core.subject_kind OWNER TO kam_owner;

--
-- Name: account_identifier_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.account_identifier ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kam.account_identifier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: act_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.act_id_seq OWNER TO kam_owner;

--
-- Name: alias; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.alias (
    name text NOT NULL COLLATE pg_catalog."C",
    alias text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY kam.alias FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.alias OWNER TO kam_owner;

--
-- Name: assignment_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: care_date_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.care_date ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kam.care_date_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: carried; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.carried (
    id bigint NOT NULL,
    merge_id bigint,
    relation text NOT NULL,
    column_name text NOT NULL,
    row_key jsonb,
    image jsonb,
    since boolean DEFAULT false NOT NULL,
    left_over boolean DEFAULT false NOT NULL,
    handover_id bigint,
    before jsonb,
    CONSTRAINT carried_by_one CHECK ((num_nonnulls(merge_id, handover_id) = 1)),
    CONSTRAINT carried_whole CHECK (((row_key IS NULL) <> (image IS NULL)))
);

ALTER TABLE ONLY kam.carried FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.carried OWNER TO kam_owner;

--
-- Name: carried_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.carried ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kam.carried_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: certificate_name; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.certificate_name (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT certificate_name_form CHECK ((name ~ '^(uri|dns|email):[!-~]{1,250}$'::text))
);

ALTER TABLE ONLY kam.certificate_name FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.certificate_name OWNER TO kam_owner;

--
-- Name: certificate_name_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.certificate_name ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.certificate_name_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: change; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.change (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    act_id bigint NOT NULL,
    relation text NOT NULL,
    row_id bigint,
    operation kam.operation NOT NULL,
    before jsonb,
    after jsonb,
    digest bytea NOT NULL,
    CONSTRAINT change_digest_is_sha256 CHECK ((octet_length(digest) = 32))
)
PARTITION BY RANGE (at);

ALTER TABLE ONLY kam.change FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.change OWNER TO kam_owner;

--
-- Name: change_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.change_id_seq OWNER TO kam_owner;

--
-- Name: credential; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.credential (
    person_id bigint NOT NULL,
    password_hash text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT credential_is_argon2id CHECK ((password_hash ~~ '$argon2id$%'::text))
);

ALTER TABLE ONLY kam.credential FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.credential OWNER TO kam_owner;

--
-- Name: customer_key; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.customer_key (
    key text NOT NULL COLLATE pg_catalog."C",
    account_id bigint NOT NULL
);

ALTER TABLE ONLY kam.customer_key FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.customer_key OWNER TO kam_owner;

--
-- Name: disclosure; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.disclosure (
    journal_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    record_ids bigint[] NOT NULL
);

ALTER TABLE ONLY kam.disclosure FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.disclosure OWNER TO kam_owner;

--
-- Name: document_chunk; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.document_chunk (
    document_id bigint NOT NULL,
    byte_offset bigint NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT chunk_hash CHECK ((sha256 = sha256(content)))
);
ALTER TABLE ONLY kam.document_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE ONLY kam.document_chunk FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.document_chunk OWNER TO kam_owner;

--
-- Name: effective_right; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.effective_right (
    person_id bigint NOT NULL,
    right_name text NOT NULL COLLATE pg_catalog."C",
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    scope kam.scope NOT NULL,
    reach text NOT NULL,
    keys bigint[] NOT NULL,
    keys_literal text NOT NULL,
    deputy_of bigint[],
    own_keys bigint[],
    CONSTRAINT effective_right_deputy_whole CHECK (((deputy_of IS NULL) = (own_keys IS NULL))),
    CONSTRAINT effective_right_period CHECK ((valid_from < valid_to)),
    CONSTRAINT effective_right_reach CHECK ((reach = ANY (ARRAY['own'::text, 'rows'::text, 'units'::text, 'all'::text])))
);

ALTER TABLE ONLY kam.effective_right FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.effective_right OWNER TO kam_owner;

--
-- Name: grade_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.grade ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kam.grade_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: inquiry; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.inquiry (
    person_id bigint NOT NULL,
    day date NOT NULL,
    asked integer NOT NULL
);

ALTER TABLE ONLY kam.inquiry FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.inquiry OWNER TO kam_owner;

--
-- Name: journal_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.journal_id_seq OWNER TO kam_owner;

--
-- Name: notice_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

CREATE SEQUENCE kam.notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE kam.notice_id_seq OWNER TO kam_owner;

--
-- Name: notice; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.notice (
    id bigint DEFAULT nextval('kam.notice_id_seq'::regclass) NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    subject_kind text,
    subject_id bigint,
    args text[] NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);

ALTER TABLE ONLY kam.notice FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.notice OWNER TO kam_owner;

--
-- Name: one_time_token; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.one_time_token (
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT one_time_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY kam.one_time_token FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.one_time_token OWNER TO kam_owner;

--
-- Name: password_history; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.password_history (
    person_id bigint NOT NULL,
    replaced_at timestamp with time zone NOT NULL,
    password_hash text NOT NULL,
    CONSTRAINT password_history_is_argon2id CHECK ((password_hash ~~ '$argon2id$%'::text))
);

ALTER TABLE ONLY kam.password_history FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.password_history OWNER TO kam_owner;

--
-- Name: person_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: phrase; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.phrase (
    phrase text NOT NULL COLLATE pg_catalog."C",
    readings text[] NOT NULL,
    head text NOT NULL,
    CONSTRAINT phrase_length CHECK (((char_length(phrase) >= 2) AND (char_length(phrase) <= 6))),
    CONSTRAINT phrase_readings_fit CHECK ((cardinality(readings) = char_length(phrase)))
);

ALTER TABLE ONLY kam.phrase FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.phrase OWNER TO kam_owner;

--
-- Name: pinyin; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.pinyin (
    hanzi text NOT NULL COLLATE pg_catalog."C",
    readings text NOT NULL
);

ALTER TABLE ONLY kam.pinyin FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.pinyin OWNER TO kam_owner;

--
-- Name: post_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.post ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: recovery_code; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.recovery_code (
    person_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_code_hash_is_sha256 CHECK ((octet_length(code_hash) = 32))
);

ALTER TABLE ONLY kam.recovery_code FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.recovery_code OWNER TO kam_owner;

--
-- Name: request; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.request (
    person_id bigint NOT NULL,
    request_id bytea NOT NULL,
    method text NOT NULL,
    body_hash bytea NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    subject_kind text,
    subject_id bigint,
    reply jsonb NOT NULL,
    CONSTRAINT request_body_hash_is_sha256 CHECK ((octet_length(body_hash) = 32)),
    CONSTRAINT request_id_is_16_bytes CHECK ((octet_length(request_id) = 16))
);

ALTER TABLE ONLY kam.request FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.request OWNER TO kam_owner;

--
-- Name: requirement_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.requirement ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kam.requirement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: right_atom; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.right_atom (
    name text NOT NULL COLLATE pg_catalog."C",
    zh text NOT NULL,
    en text NOT NULL,
    family kam.right_family NOT NULL,
    shared kam.collaboration_level,
    row_scoped boolean DEFAULT true NOT NULL,
    CONSTRAINT right_atom_name_form CHECK ((name ~ '^[a-z][a-z_]*(\.[a-z][a-z_]*)*$'::text))
);

ALTER TABLE ONLY kam.right_atom FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.right_atom OWNER TO kam_owner;

--
-- Name: role; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.role (
    code text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    id bigint NOT NULL,
    shipped boolean DEFAULT false NOT NULL,
    CONSTRAINT role_code_form CHECK ((code ~ '^[A-Z][A-Z0-9_]{0,31}$'::text)),
    CONSTRAINT role_name_form CHECK (((btrim(name_zh) = name_zh) AND ((octet_length(name_zh) >= 1) AND (octet_length(name_zh) <= 64)) AND (btrim(name_en) = name_en) AND ((octet_length(name_en) >= 1) AND (octet_length(name_en) <= 64))))
);

ALTER TABLE ONLY kam.role FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.role OWNER TO kam_owner;

--
-- Name: role_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: role_local; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.role_local (
    role text NOT NULL,
    right_name text NOT NULL COLLATE pg_catalog."C",
    scope kam.scope
);

ALTER TABLE ONLY kam.role_local FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.role_local OWNER TO kam_owner;

--
-- Name: role_right; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.role_right (
    role text NOT NULL,
    right_name text NOT NULL COLLATE pg_catalog."C",
    scope kam.scope NOT NULL
);

ALTER TABLE ONLY kam.role_right FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.role_right OWNER TO kam_owner;

--
-- Name: role_shipped; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.role_shipped (
    role text NOT NULL,
    right_name text NOT NULL COLLATE pg_catalog."C",
    scope kam.scope NOT NULL
);

ALTER TABLE ONLY kam.role_shipped FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.role_shipped OWNER TO kam_owner;

--
-- Name: search_entry; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.search_entry (
    account_id bigint NOT NULL,
    band smallint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    terms text NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY kam.search_entry ALTER COLUMN terms SET STORAGE EXTERNAL;

ALTER TABLE ONLY kam.search_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.search_entry OWNER TO kam_owner;

--
-- Name: search_term; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.search_term (
    slot smallint NOT NULL,
    term text NOT NULL COLLATE pg_catalog."C",
    account_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL
);

ALTER TABLE ONLY kam.search_term FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.search_term OWNER TO kam_owner;

--
-- Name: second_factor; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.second_factor (
    person_id bigint NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    CONSTRAINT second_factor_sealed_length CHECK ((octet_length(sealed) = 60))
);

ALTER TABLE ONLY kam.second_factor FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.second_factor OWNER TO kam_owner;

--
-- Name: session; Type: TABLE; Schema: kam; Owner: kam_owner
--

CREATE TABLE kam.session (
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    idle_until timestamp with time zone NOT NULL,
    touch_after timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason text,
    password_expired boolean DEFAULT false NOT NULL,
    origin text NOT NULL,
    client text NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT session_end_whole CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
    CONSTRAINT session_ends_in_order CHECK (((opened_at < expires_at) AND (idle_until <= expires_at))),
    CONSTRAINT session_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
)
WITH (fillfactor='80');

ALTER TABLE ONLY kam.session FORCE ROW LEVEL SECURITY;

ALTER TABLE kam.session OWNER TO kam_owner;

--
-- Name: session_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.session ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: unit_id_seq; Type: SEQUENCE; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME kam.unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: applied applied_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (release);

--
-- Name: error error_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.error
    ADD CONSTRAINT error_pkey PRIMARY KEY (name);

--
-- Name: field_class field_class_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.field_class
    ADD CONSTRAINT field_class_pkey PRIMARY KEY (relation, column_name);

--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (name);

--
-- Name: journal_head journal_head_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.journal_head
    ADD CONSTRAINT journal_head_pkey PRIMARY KEY (one);

--
-- Name: method method_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.method
    ADD CONSTRAINT method_pkey PRIMARY KEY (path);

--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);

--
-- Name: notice_kind notice_kind_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.notice_kind
    ADD CONSTRAINT notice_kind_pkey PRIMARY KEY (kind);

--
-- Name: setting setting_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

--
-- Name: subject_kind subject_kind_pkey; Type: CONSTRAINT; Schema: core; Owner: kam_owner
--

ALTER TABLE ONLY core.subject_kind
    ADD CONSTRAINT subject_kind_pkey PRIMARY KEY (kind);

--
-- Name: account account_code_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_code_taken UNIQUE (code);

--
-- Name: account_identifier account_identifier_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account_identifier
    ADD CONSTRAINT account_identifier_pkey PRIMARY KEY (id);

--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

--
-- Name: account account_scope_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_scope_key UNIQUE (id, owner_id, unit_id, company_id);

--
-- Name: alias alias_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.alias
    ADD CONSTRAINT alias_pkey PRIMARY KEY (name, alias);

--
-- Name: assignment assignment_overlap; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.assignment
    ADD CONSTRAINT assignment_overlap EXCLUDE USING gist (person_id WITH =, post_id WITH =, daterange(starts_on, (ends_on + 1)) WITH &&);

--
-- Name: assignment assignment_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (id);

--
-- Name: care_date care_date_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.care_date
    ADD CONSTRAINT care_date_pkey PRIMARY KEY (id);

--
-- Name: care_date care_date_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.care_date
    ADD CONSTRAINT care_date_taken UNIQUE (contact_id, label);

--
-- Name: carried carried_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.carried
    ADD CONSTRAINT carried_pkey PRIMARY KEY (id);

--
-- Name: certificate_name certificate_name_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.certificate_name
    ADD CONSTRAINT certificate_name_pkey PRIMARY KEY (id);

--
-- Name: certificate_name certificate_name_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.certificate_name
    ADD CONSTRAINT certificate_name_taken UNIQUE (name);

--
-- Name: change change_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (act_id, id, at);

--
-- Name: change_request change_request_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.change_request
    ADD CONSTRAINT change_request_pkey PRIMARY KEY (id);

--
-- Name: collaboration collaboration_overlap; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_overlap EXCLUDE USING gist (account_id WITH =, person_id WITH =, level WITH =, daterange(starts_on, (ends_on + 1)) WITH &&);

--
-- Name: collaboration collaboration_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_pkey PRIMARY KEY (id);

--
-- Name: collaboration collaboration_team_overlap; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_team_overlap EXCLUDE USING gist (account_id WITH =, team_id WITH =, level WITH =, daterange(starts_on, (ends_on + 1)) WITH &&);

--
-- Name: contact contact_account_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.contact
    ADD CONSTRAINT contact_account_key UNIQUE (id, account_id);

--
-- Name: contact contact_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);

--
-- Name: credential credential_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (person_id);

--
-- Name: customer_key customer_key_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.customer_key
    ADD CONSTRAINT customer_key_pkey PRIMARY KEY (key, account_id);

--
-- Name: departure departure_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.departure
    ADD CONSTRAINT departure_pkey PRIMARY KEY (id);

--
-- Name: deputy_grant deputy_grant_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.deputy_grant
    ADD CONSTRAINT deputy_grant_pkey PRIMARY KEY (id);

--
-- Name: disclosure disclosure_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.disclosure
    ADD CONSTRAINT disclosure_pkey PRIMARY KEY (journal_id);

--
-- Name: distinct_pair distinct_pair_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.distinct_pair
    ADD CONSTRAINT distinct_pair_pkey PRIMARY KEY (id);

--
-- Name: document_chunk document_chunk_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_chunk
    ADD CONSTRAINT document_chunk_pkey PRIMARY KEY (document_id, byte_offset);

--
-- Name: document_loan document_loan_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_loan
    ADD CONSTRAINT document_loan_pkey PRIMARY KEY (id);

--
-- Name: document document_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (id);

--
-- Name: effective_right duties_separated; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.effective_right
    ADD CONSTRAINT duties_separated EXCLUDE USING gist (person_id WITH =, right_name WITH <>, tstzrange(valid_from, valid_to) WITH &&) WHERE ((right_name = ANY (ARRAY['role.admin'::text, 'journal.verify'::text])));

--
-- Name: effective_right effective_right_once; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.effective_right
    ADD CONSTRAINT effective_right_once EXCLUDE USING gist (((person_id + 0)) WITH =, right_name WITH =, tstzrange(valid_from, valid_to) WITH &&);

--
-- Name: effective_right effective_right_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.effective_right
    ADD CONSTRAINT effective_right_pkey PRIMARY KEY (person_id, right_name, valid_from);

--
-- Name: grade grade_code_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.grade
    ADD CONSTRAINT grade_code_key UNIQUE (code);

--
-- Name: grade grade_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.grade
    ADD CONSTRAINT grade_pkey PRIMARY KEY (id);

--
-- Name: grade grade_rank_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.grade
    ADD CONSTRAINT grade_rank_taken UNIQUE (rank);

--
-- Name: handover handover_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (id);

--
-- Name: account_identifier identifier_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account_identifier
    ADD CONSTRAINT identifier_taken UNIQUE (kind, value);

--
-- Name: inquiry inquiry_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.inquiry
    ADD CONSTRAINT inquiry_pkey PRIMARY KEY (person_id, day);

--
-- Name: interaction_link interaction_link_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_link
    ADD CONSTRAINT interaction_link_pkey PRIMARY KEY (interaction_id, kind, record_id);

--
-- Name: interaction_person interaction_person_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_person
    ADD CONSTRAINT interaction_person_pkey PRIMARY KEY (interaction_id, person_id);

--
-- Name: interaction interaction_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction
    ADD CONSTRAINT interaction_pkey PRIMARY KEY (id);

--
-- Name: interaction_visitor interaction_visitor_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_visitor
    ADD CONSTRAINT interaction_visitor_pkey PRIMARY KEY (id);

--
-- Name: journal journal_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (id, at);

--
-- Name: known_source known_source_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.known_source
    ADD CONSTRAINT known_source_pkey PRIMARY KEY (person_id, source);

--
-- Name: login_attempt login_attempt_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.login_attempt
    ADD CONSTRAINT login_attempt_pkey PRIMARY KEY (key);

--
-- Name: person login_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.person
    ADD CONSTRAINT login_taken UNIQUE (login);

--
-- Name: member member_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (id);

--
-- Name: member member_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.member
    ADD CONSTRAINT member_taken UNIQUE (account_id, name);

--
-- Name: merge merge_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.merge
    ADD CONSTRAINT merge_pkey PRIMARY KEY (id);

--
-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);

--
-- Name: one_time_token one_time_token_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.one_time_token
    ADD CONSTRAINT one_time_token_pkey PRIMARY KEY (token_hash);

--
-- Name: password_history password_history_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.password_history
    ADD CONSTRAINT password_history_pkey PRIMARY KEY (person_id, replaced_at);

--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

--
-- Name: phrase phrase_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.phrase
    ADD CONSTRAINT phrase_pkey PRIMARY KEY (phrase);

--
-- Name: pinyin pinyin_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.pinyin
    ADD CONSTRAINT pinyin_pkey PRIMARY KEY (hanzi);

--
-- Name: post post_code_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.post
    ADD CONSTRAINT post_code_taken UNIQUE (code);

--
-- Name: post post_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);

--
-- Name: recovery_code recovery_code_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, code_hash);

--
-- Name: request request_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (person_id, request_id);

--
-- Name: requirement requirement_kind_fact_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.requirement
    ADD CONSTRAINT requirement_kind_fact_key UNIQUE (kind, fact);

--
-- Name: requirement requirement_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.requirement
    ADD CONSTRAINT requirement_pkey PRIMARY KEY (id);

--
-- Name: right_atom right_atom_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.right_atom
    ADD CONSTRAINT right_atom_pkey PRIMARY KEY (name);

--
-- Name: role_right role_duties_separated; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_right
    ADD CONSTRAINT role_duties_separated EXCLUDE USING gist (role WITH =, right_name WITH <>) WHERE ((right_name = ANY (ARRAY['role.admin'::text, 'journal.verify'::text])));

--
-- Name: role role_id_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role
    ADD CONSTRAINT role_id_key UNIQUE (id);

--
-- Name: role_local role_local_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_local
    ADD CONSTRAINT role_local_pkey PRIMARY KEY (role, right_name);

--
-- Name: role role_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (code);

--
-- Name: role_right role_right_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_right
    ADD CONSTRAINT role_right_pkey PRIMARY KEY (role, right_name);

--
-- Name: role_shipped role_shipped_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_shipped
    ADD CONSTRAINT role_shipped_pkey PRIMARY KEY (role, right_name);

--
-- Name: search_entry search_entry_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.search_entry
    ADD CONSTRAINT search_entry_pkey PRIMARY KEY (account_id);

--
-- Name: second_factor second_factor_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (person_id);

--
-- Name: session session_id_key; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.session
    ADD CONSTRAINT session_id_key UNIQUE (id);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

--
-- Name: unit unit_code_taken; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.unit
    ADD CONSTRAINT unit_code_taken UNIQUE (code);

--
-- Name: unit unit_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (id);

--
-- Name: visit_plan visit_plan_pkey; Type: CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.visit_plan
    ADD CONSTRAINT visit_plan_pkey PRIMARY KEY (id);

--
-- Name: account_confirmed_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_confirmed_idx ON kam.account USING btree (confirmed_at, id);

--
-- Name: account_identifier_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_identifier_account_idx ON kam.account_identifier USING btree (account_id, id);

--
-- Name: account_owner_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_owner_idx ON kam.account USING btree (owner_id, id);

--
-- Name: account_parent_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_parent_idx ON kam.account USING btree (parent_id, id);

--
-- Name: account_root_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_root_idx ON kam.account USING btree (root_id);

--
-- Name: account_secret_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX account_secret_idx ON kam.account USING btree (id) WHERE (confidentiality = 'secret'::kam.confidentiality);

--
-- Name: assignment_post_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX assignment_post_idx ON kam.assignment USING btree (post_id);

--
-- Name: care_date_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX care_date_account_idx ON kam.care_date USING btree (account_id);

--
-- Name: care_date_contact_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX care_date_contact_idx ON kam.care_date USING btree (contact_id, id);

--
-- Name: carried_handed_key; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX carried_handed_key ON kam.carried USING btree (handover_id, relation, column_name, row_key) WHERE (handover_id IS NOT NULL);

--
-- Name: carried_image_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX carried_image_idx ON kam.carried USING btree (merge_id, relation) WHERE (image IS NOT NULL);

--
-- Name: carried_parent_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX carried_parent_idx ON kam.carried USING btree (row_key, relation) WHERE (column_name = 'parent_id'::text);

--
-- Name: carried_row_key; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX carried_row_key ON kam.carried USING btree (merge_id, relation, column_name, row_key) WHERE (image IS NULL);

--
-- Name: certificate_name_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX certificate_name_person_idx ON kam.certificate_name USING btree (person_id);

--
-- Name: change_personal_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX change_personal_idx ON ONLY kam.change USING btree (relation, row_id) WHERE (relation = ANY (ARRAY['contact'::text, 'care_date'::text, 'departure'::text]));

--
-- Name: change_request_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX change_request_account_idx ON kam.change_request USING btree (account_id, id);

--
-- Name: change_request_open_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX change_request_open_idx ON kam.change_request USING btree (id) WHERE (state = 'open'::kam.change_request_state);

--
-- Name: change_visitor_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX change_visitor_idx ON ONLY kam.change USING btree (row_id) WHERE (relation = 'interaction_visitor'::text);

--
-- Name: collaboration_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX collaboration_account_idx ON kam.collaboration USING btree (account_id, id);

--
-- Name: collaboration_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX collaboration_person_idx ON kam.collaboration USING btree (person_id) WHERE (person_id IS NOT NULL);

--
-- Name: collaboration_team_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX collaboration_team_idx ON kam.collaboration USING btree (team_id) WHERE (team_id IS NOT NULL);

--
-- Name: contact_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX contact_account_idx ON kam.contact USING btree (account_id, id);

--
-- Name: contact_key_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX contact_key_person_idx ON kam.contact USING btree (id) WHERE key_person;

--
-- Name: customer_key_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX customer_key_account_idx ON kam.customer_key USING btree (account_id);

--
-- Name: departure_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX departure_account_idx ON kam.departure USING btree (account_id);

--
-- Name: departure_contact_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX departure_contact_idx ON kam.departure USING btree (contact_id, left_on);

--
-- Name: departure_standing_key; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX departure_standing_key ON kam.departure USING btree (contact_id) WHERE (returned_on IS NULL);

--
-- Name: deputy_grant_deputy_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX deputy_grant_deputy_idx ON kam.deputy_grant USING btree (deputy_id);

--
-- Name: deputy_grant_grantor_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX deputy_grant_grantor_idx ON kam.deputy_grant USING btree (grantor_id);

--
-- Name: disclosure_records_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX disclosure_records_idx ON kam.disclosure USING gin (record_ids);

--
-- Name: distinct_pair_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX distinct_pair_account_idx ON kam.distinct_pair USING btree (account_id);

--
-- Name: distinct_pair_other_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX distinct_pair_other_idx ON kam.distinct_pair USING btree (other_id);

--
-- Name: document_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_account_idx ON kam.document USING btree (account_id, id);

--
-- Name: document_expires_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_expires_idx ON kam.document USING btree (expires_on, id) WHERE ((state = 'kept'::kam.document_state) AND (expires_on IS NOT NULL));

--
-- Name: document_lent; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX document_lent ON kam.document_loan USING btree (document_id) WHERE (returned_at IS NULL);

--
-- Name: document_loan_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_loan_account_idx ON kam.document_loan USING btree (account_id);

--
-- Name: document_loan_document_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_loan_document_idx ON kam.document_loan USING btree (document_id, due_on, id);

--
-- Name: document_loan_due_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_loan_due_idx ON kam.document_loan USING btree (due_on, id);

--
-- Name: document_owner_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_owner_idx ON kam.document USING btree (owner_id, id);

--
-- Name: document_uploading_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX document_uploading_idx ON kam.document USING btree (person_id) WHERE (state = 'uploading'::kam.document_state);

--
-- Name: effective_right_holders_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX effective_right_holders_idx ON kam.effective_right USING btree (right_name, person_id);

--
-- Name: handover_from_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX handover_from_idx ON kam.handover USING btree (from_id, id);

--
-- Name: handover_to_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX handover_to_idx ON kam.handover USING btree (to_id, id);

--
-- Name: interaction_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_account_idx ON kam.interaction USING btree (account_id, id);

--
-- Name: interaction_link_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_link_account_idx ON kam.interaction_link USING btree (account_id);

--
-- Name: interaction_link_record_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_link_record_idx ON kam.interaction_link USING btree (kind, record_id);

--
-- Name: interaction_next_step_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_next_step_idx ON kam.interaction USING btree (next_step_on, id) WHERE ((next_step_on IS NOT NULL) AND (next_step_done_at IS NULL));

--
-- Name: interaction_owner_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_owner_idx ON kam.interaction USING btree (owner_id, id);

--
-- Name: interaction_person_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_person_account_idx ON kam.interaction_person USING btree (account_id);

--
-- Name: interaction_person_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_person_person_idx ON kam.interaction_person USING btree (person_id, interaction_id);

--
-- Name: interaction_unanswered_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_unanswered_idx ON kam.interaction USING btree (id) WHERE (needs_answer AND (answered_at IS NULL));

--
-- Name: interaction_visit_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_visit_idx ON kam.interaction USING btree (account_id, occurred_at) WHERE (channel = ANY (ARRAY['visit'::kam.channel, 'reception'::kam.channel]));

--
-- Name: interaction_visitor_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_visitor_account_idx ON kam.interaction_visitor USING btree (account_id, id);

--
-- Name: interaction_visitor_contact_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_visitor_contact_idx ON kam.interaction_visitor USING btree (contact_id) WHERE (contact_id IS NOT NULL);

--
-- Name: interaction_visitor_interaction_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_visitor_interaction_idx ON kam.interaction_visitor USING btree (interaction_id, id);

--
-- Name: interaction_waiting_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX interaction_waiting_idx ON kam.interaction USING btree (occurred_at, id) WHERE (needs_answer AND (answered_at IS NULL));

--
-- Name: journal_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX journal_person_idx ON ONLY kam.journal USING btree (person_id, seq) WHERE (seq IS NOT NULL);

--
-- Name: journal_seq_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX journal_seq_idx ON ONLY kam.journal USING btree (seq) WHERE (seq IS NOT NULL);

--
-- Name: journal_subject_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX journal_subject_idx ON ONLY kam.journal USING btree (subject_kind, subject_id, seq) WHERE (seq IS NOT NULL);

--
-- Name: journal_unsealed_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX journal_unsealed_idx ON ONLY kam.journal USING btree (id) WHERE (seq IS NULL);

--
-- Name: login_attempt_last_at_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX login_attempt_last_at_idx ON kam.login_attempt USING btree (last_at);

--
-- Name: member_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX member_account_idx ON kam.member USING btree (account_id, id);

--
-- Name: member_member_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX member_member_account_idx ON kam.member USING btree (member_account_id) WHERE (member_account_id IS NOT NULL);

--
-- Name: merge_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX merge_account_idx ON kam.merge USING btree (account_id, id);

--
-- Name: merge_code_key; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX merge_code_key ON kam.merge USING btree (code) WHERE (undone_at IS NULL);

--
-- Name: merge_parent_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX merge_parent_idx ON kam.merge USING btree (parent_id) WHERE (parent_id IS NOT NULL);

--
-- Name: merge_standing_key; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX merge_standing_key ON kam.merge USING btree (merged_id) WHERE (undone_at IS NULL);

--
-- Name: notice_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX notice_person_idx ON kam.notice USING btree (person_id, id);

--
-- Name: notice_unread_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX notice_unread_idx ON kam.notice USING btree (person_id, id) WHERE (read_at IS NULL);

--
-- Name: one_time_token_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX one_time_token_person_idx ON kam.one_time_token USING btree (person_id);

--
-- Name: post_role_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX post_role_idx ON kam.post USING btree (role);

--
-- Name: post_superior_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX post_superior_idx ON kam.post USING btree (superior_id);

--
-- Name: post_unit_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX post_unit_idx ON kam.post USING btree (unit_id);

--
-- Name: request_accepted_at_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX request_accepted_at_idx ON kam.request USING brin (accepted_at) WITH (pages_per_range='32');

--
-- Name: request_contact_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX request_contact_idx ON kam.request USING btree (subject_id) WHERE (subject_kind = 'contact'::text);

--
-- Name: request_visitors_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX request_visitors_idx ON kam.request USING btree (subject_id) WHERE ((subject_kind = 'interaction'::text) AND ((reply -> 'visitors'::text) <> '[]'::jsonb));

--
-- Name: search_entry_owner_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX search_entry_owner_idx ON kam.search_entry USING btree (owner_id, unit_id);

--
-- Name: search_term_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE UNIQUE INDEX search_term_idx ON kam.search_term USING btree (slot, term, account_id) INCLUDE (owner_id, unit_id, company_id);

--
-- Name: search_term_unit_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX search_term_unit_idx ON kam.search_term USING btree (unit_id, slot, term, account_id) INCLUDE (owner_id);

--
-- Name: session_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX session_person_idx ON kam.session USING btree (person_id, ended_at);

--
-- Name: unit_company_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX unit_company_idx ON kam.unit USING btree (company_id);

--
-- Name: unit_parent_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX unit_parent_idx ON kam.unit USING btree (parent_id);

--
-- Name: visit_plan_account_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX visit_plan_account_idx ON kam.visit_plan USING btree (account_id, planned_on, id);

--
-- Name: visit_plan_day_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX visit_plan_day_idx ON kam.visit_plan USING btree (planned_on, id);

--
-- Name: visit_plan_interaction_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX visit_plan_interaction_idx ON kam.visit_plan USING btree (interaction_id) WHERE (interaction_id IS NOT NULL);

--
-- Name: visit_plan_person_idx; Type: INDEX; Schema: kam; Owner: kam_owner
--

CREATE INDEX visit_plan_person_idx ON kam.visit_plan USING btree (person_id, planned_on, id);

--
-- Name: assignment check_headcount; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER check_headcount AFTER INSERT OR UPDATE OF post_id, starts_on, ends_on ON kam.assignment FOR EACH ROW EXECUTE FUNCTION core.check_headcount();

--
-- Name: account check_merged_code; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER check_merged_code AFTER INSERT ON kam.account FOR EACH ROW EXECUTE FUNCTION core.check_merged_code();

--
-- Name: account check_merged_code_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER check_merged_code_changed AFTER UPDATE OF code ON kam.account FOR EACH ROW WHEN ((old.code <> new.code)) EXECUTE FUNCTION core.check_merged_code();

--
-- Name: post check_places; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER check_places AFTER UPDATE OF headcount ON kam.post FOR EACH ROW WHEN ((new.headcount < old.headcount)) EXECUTE FUNCTION core.check_places();

--
-- Name: post check_superior; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER check_superior BEFORE INSERT OR UPDATE OF superior_id ON kam.post FOR EACH ROW EXECUTE FUNCTION core.check_superior();

--
-- Name: account_identifier index_added; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_added AFTER INSERT ON kam.account_identifier REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.index_changed_identifiers();

--
-- Name: account index_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_changed AFTER UPDATE ON kam.account FOR EACH ROW WHEN ((((((old.code IS DISTINCT FROM new.code) OR (old.name IS DISTINCT FROM new.name)) OR (old.short_name IS DISTINCT FROM new.short_name)) OR (old.former_names IS DISTINCT FROM new.former_names)) OR (old.depth IS DISTINCT FROM new.depth))) EXECUTE FUNCTION core.index_changed_account();

--
-- Name: account index_gone; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_gone BEFORE DELETE ON kam.account FOR EACH ROW EXECUTE FUNCTION core.index_changed_account();

--
-- Name: account index_moved; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_moved AFTER UPDATE ON kam.account FOR EACH ROW WHEN (((NOT (((((old.code IS DISTINCT FROM new.code) OR (old.name IS DISTINCT FROM new.name)) OR (old.short_name IS DISTINCT FROM new.short_name)) OR (old.former_names IS DISTINCT FROM new.former_names)) OR (old.depth IS DISTINCT FROM new.depth))) AND (((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.unit_id IS DISTINCT FROM new.unit_id)) OR (old.company_id IS DISTINCT FROM new.company_id)))) EXECUTE FUNCTION core.reindex_moved_account();

--
-- Name: account index_new; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_new AFTER INSERT ON kam.account FOR EACH ROW EXECUTE FUNCTION core.index_changed_account();

--
-- Name: account_identifier index_removed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER index_removed AFTER DELETE ON kam.account_identifier REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.index_changed_identifiers();

--
-- Name: credential no_service; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER no_service BEFORE INSERT OR UPDATE OF person_id ON kam.credential FOR EACH ROW EXECUTE FUNCTION auth.keep_services_without_password();

--
-- Name: one_time_token no_service; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER no_service BEFORE INSERT OR UPDATE OF person_id ON kam.one_time_token FOR EACH ROW EXECUTE FUNCTION auth.keep_services_without_password();

--
-- Name: account place_account; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER place_account BEFORE UPDATE ON kam.account FOR EACH ROW WHEN ((((((old.parent_id IS DISTINCT FROM new.parent_id) OR (old.code IS DISTINCT FROM new.code)) OR (old.root_id IS DISTINCT FROM new.root_id)) OR (old.depth IS DISTINCT FROM new.depth)) OR (old.path IS DISTINCT FROM new.path))) EXECUTE FUNCTION core.place_account();

--
-- Name: account place_accounts_below; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER place_accounts_below AFTER UPDATE ON kam.account FOR EACH ROW WHEN ((old.path IS DISTINCT FROM new.path)) EXECUTE FUNCTION core.place_accounts_below();

--
-- Name: account place_new_account; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER place_new_account BEFORE INSERT ON kam.account FOR EACH ROW EXECUTE FUNCTION core.place_account();

--
-- Name: unit place_unit; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER place_unit BEFORE INSERT OR UPDATE OF parent_id, company_id, path, depth ON kam.unit FOR EACH ROW EXECUTE FUNCTION core.place_unit();

--
-- Name: unit place_units_below; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER place_units_below AFTER UPDATE ON kam.unit FOR EACH ROW WHEN ((old.path IS DISTINCT FROM new.path)) EXECUTE FUNCTION core.place_units_below();

--
-- Name: assignment rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER INSERT OR DELETE OR UPDATE ON kam.assignment FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_assignment();

--
-- Name: collaboration rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER INSERT OR DELETE ON kam.collaboration FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_collaboration();

--
-- Name: deputy_grant rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER INSERT OR DELETE OR UPDATE OF deputy_id, grantor_id, rights, unit_id, starts_on, ends_on ON kam.deputy_grant FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_grant();

--
-- Name: person rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER UPDATE OF disabled_at ON kam.person FOR EACH ROW WHEN ((old.disabled_at IS DISTINCT FROM new.disabled_at)) EXECUTE FUNCTION core.rights_changed_by_person();

--
-- Name: post rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER UPDATE OF unit_id, role ON kam.post FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_post();

--
-- Name: role_right rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER INSERT OR DELETE OR UPDATE ON kam.role_right FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_role();

--
-- Name: unit rights_changed; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed AFTER INSERT ON kam.unit FOR EACH ROW EXECUTE FUNCTION core.rights_changed_by_unit();

--
-- Name: unit rights_changed_by_move; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed_by_move AFTER UPDATE ON kam.unit FOR EACH ROW WHEN (((old.path IS DISTINCT FROM new.path) OR (old.kind <> new.kind))) EXECUTE FUNCTION core.rights_changed_by_unit();

--
-- Name: collaboration rights_changed_by_update; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER rights_changed_by_update AFTER UPDATE ON kam.collaboration FOR EACH ROW WHEN (((((((old.account_id IS DISTINCT FROM new.account_id) OR (old.person_id IS DISTINCT FROM new.person_id)) OR (old.team_id IS DISTINCT FROM new.team_id)) OR (old.level IS DISTINCT FROM new.level)) OR (old.starts_on IS DISTINCT FROM new.starts_on)) OR (old.ends_on IS DISTINCT FROM new.ends_on))) EXECUTE FUNCTION core.rights_changed_by_collaboration();

--
-- Name: account zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE OF code, name, short_name, former_names, kind, state, industry, region, address, parent_id, owner_id, unit_id, company_id, source, note, scale, annual_output, grade, tags, confirmed_at ON kam.account FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_account_revision();

--
-- Name: assignment zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.assignment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: collaboration zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.collaboration FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: contact zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE OF name, role, title, phone, email, key_person, note, preferred_channel, birthday, service_grade ON kam.contact FOR EACH ROW EXECUTE FUNCTION core.next_revision();

--
-- Name: deputy_grant zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.deputy_grant FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: document zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE OF kind, title, number, confidentiality, state, issued_on, expires_on, retain_until, place, note ON kam.document FOR EACH ROW EXECUTE FUNCTION core.next_revision();

--
-- Name: grade zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.grade FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: member zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.member FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: person zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.person FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: post zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.post FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: requirement zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.requirement FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: unit zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE ON kam.unit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: visit_plan zz_next_revision; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_next_revision BEFORE UPDATE OF planned_on, person_id, purpose, state, interaction_id, reason ON kam.visit_plan FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION core.next_revision();

--
-- Name: account zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.account FOR EACH ROW EXECUTE FUNCTION core.record_change('root_id', 'depth', 'path');

--
-- Name: account_identifier zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.account_identifier FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: assignment zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.assignment FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: care_date zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.care_date FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: certificate_name zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.certificate_name FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: change_request zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.change_request FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: collaboration zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.collaboration FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: contact zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.contact FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id', 'birthday_masked', 'reachable');

--
-- Name: departure zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.departure FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: deputy_grant zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.deputy_grant FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: distinct_pair zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.distinct_pair FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: document zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.document FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id', 'number_shown');

--
-- Name: document_chunk zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.document_chunk FOR EACH ROW EXECUTE FUNCTION core.record_change('content');

--
-- Name: document_loan zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.document_loan FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: grade zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.grade FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: handover zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.handover FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: interaction zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.interaction FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: interaction_link zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.interaction_link FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: interaction_person zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.interaction_person FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: interaction_visitor zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.interaction_visitor FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: member zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.member FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: merge zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.merge FOR EACH ROW EXECUTE FUNCTION core.record_change('image', 'owner_id', 'unit_id', 'company_id');

--
-- Name: person zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.person FOR EACH ROW EXECUTE FUNCTION core.record_change('name_keys');

--
-- Name: post zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.post FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: requirement zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.requirement FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: role zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.role FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: role_local zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.role_local FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: role_right zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.role_right FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: unit zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.unit FOR EACH ROW EXECUTE FUNCTION core.record_change();

--
-- Name: visit_plan zz_record_change; Type: TRIGGER; Schema: kam; Owner: kam_owner
--

CREATE TRIGGER zz_record_change AFTER INSERT OR DELETE OR UPDATE ON kam.visit_plan FOR EACH ROW EXECUTE FUNCTION core.record_change('owner_id', 'unit_id', 'company_id');

--
-- Name: account account_company_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_company_fkey FOREIGN KEY (company_id) REFERENCES kam.unit(id);

--
-- Name: account account_grade_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_grade_unknown FOREIGN KEY (grade) REFERENCES kam.grade(code);

--
-- Name: account_identifier account_identifier_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account_identifier
    ADD CONSTRAINT account_identifier_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: account account_owner_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_owner_unknown FOREIGN KEY (owner_id) REFERENCES kam.person(id);

--
-- Name: account account_parent_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_parent_unknown FOREIGN KEY (parent_id) REFERENCES kam.account(id);

--
-- Name: account account_unit_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.account
    ADD CONSTRAINT account_unit_fkey FOREIGN KEY (unit_id) REFERENCES kam.unit(id);

--
-- Name: assignment assignment_person_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.assignment
    ADD CONSTRAINT assignment_person_unknown FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: assignment assignment_post_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.assignment
    ADD CONSTRAINT assignment_post_unknown FOREIGN KEY (post_id) REFERENCES kam.post(id);

--
-- Name: care_date care_date_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.care_date
    ADD CONSTRAINT care_date_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: care_date care_date_contact_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.care_date
    ADD CONSTRAINT care_date_contact_fkey FOREIGN KEY (contact_id, account_id) REFERENCES kam.contact(id, account_id) ON DELETE CASCADE;

--
-- Name: carried carried_handover_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.carried
    ADD CONSTRAINT carried_handover_fkey FOREIGN KEY (handover_id) REFERENCES kam.handover(id);

--
-- Name: carried carried_merge_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.carried
    ADD CONSTRAINT carried_merge_fkey FOREIGN KEY (merge_id) REFERENCES kam.merge(id);

--
-- Name: certificate_name certificate_name_person_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.certificate_name
    ADD CONSTRAINT certificate_name_person_unknown FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: change_request change_request_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.change_request
    ADD CONSTRAINT change_request_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: change_request change_request_decider_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.change_request
    ADD CONSTRAINT change_request_decider_fkey FOREIGN KEY (decider_id) REFERENCES kam.person(id);

--
-- Name: change_request change_request_proposer_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.change_request
    ADD CONSTRAINT change_request_proposer_fkey FOREIGN KEY (proposer_id) REFERENCES kam.person(id);

--
-- Name: collaboration collaboration_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: collaboration collaboration_person_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_person_unknown FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: collaboration collaboration_unit_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.collaboration
    ADD CONSTRAINT collaboration_unit_unknown FOREIGN KEY (team_id) REFERENCES kam.unit(id);

--
-- Name: contact contact_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.contact
    ADD CONSTRAINT contact_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: interaction contact_of_other_account; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction
    ADD CONSTRAINT contact_of_other_account FOREIGN KEY (contact_id, account_id) REFERENCES kam.contact(id, account_id);

--
-- Name: credential credential_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.credential
    ADD CONSTRAINT credential_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: departure departure_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.departure
    ADD CONSTRAINT departure_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: departure departure_contact_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.departure
    ADD CONSTRAINT departure_contact_fkey FOREIGN KEY (contact_id, account_id) REFERENCES kam.contact(id, account_id) ON DELETE CASCADE;

--
-- Name: departure departure_successor_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.departure
    ADD CONSTRAINT departure_successor_unknown FOREIGN KEY (successor_id, account_id) REFERENCES kam.contact(id, account_id);

--
-- Name: distinct_pair distinct_pair_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.distinct_pair
    ADD CONSTRAINT distinct_pair_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE;

--
-- Name: distinct_pair distinct_pair_other_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.distinct_pair
    ADD CONSTRAINT distinct_pair_other_fkey FOREIGN KEY (other_id) REFERENCES kam.account(id);

--
-- Name: distinct_pair distinct_pair_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.distinct_pair
    ADD CONSTRAINT distinct_pair_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: document document_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document
    ADD CONSTRAINT document_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: document_chunk document_chunk_document_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_chunk
    ADD CONSTRAINT document_chunk_document_fkey FOREIGN KEY (document_id) REFERENCES kam.document(id) ON DELETE CASCADE;

--
-- Name: document_loan document_loan_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_loan
    ADD CONSTRAINT document_loan_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: document_loan document_loan_borrower_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_loan
    ADD CONSTRAINT document_loan_borrower_unknown FOREIGN KEY (borrower_id) REFERENCES kam.person(id);

--
-- Name: document_loan document_loan_document_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document_loan
    ADD CONSTRAINT document_loan_document_fkey FOREIGN KEY (document_id) REFERENCES kam.document(id) ON DELETE CASCADE;

--
-- Name: document document_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.document
    ADD CONSTRAINT document_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: effective_right effective_right_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.effective_right
    ADD CONSTRAINT effective_right_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: effective_right effective_right_right_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.effective_right
    ADD CONSTRAINT effective_right_right_fkey FOREIGN KEY (right_name) REFERENCES kam.right_atom(name);

--
-- Name: deputy_grant grant_deputy_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.deputy_grant
    ADD CONSTRAINT grant_deputy_unknown FOREIGN KEY (deputy_id) REFERENCES kam.person(id);

--
-- Name: deputy_grant grant_grantor_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.deputy_grant
    ADD CONSTRAINT grant_grantor_unknown FOREIGN KEY (grantor_id) REFERENCES kam.person(id);

--
-- Name: deputy_grant grant_made_by_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.deputy_grant
    ADD CONSTRAINT grant_made_by_fkey FOREIGN KEY (made_by) REFERENCES kam.person(id);

--
-- Name: deputy_grant grant_unit_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.deputy_grant
    ADD CONSTRAINT grant_unit_unknown FOREIGN KEY (unit_id) REFERENCES kam.unit(id);

--
-- Name: handover handover_from_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_from_fkey FOREIGN KEY (from_id) REFERENCES kam.person(id);

--
-- Name: handover handover_owner_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_owner_fkey FOREIGN KEY (owner_id) REFERENCES kam.person(id);

--
-- Name: handover handover_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: handover handover_to_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_to_fkey FOREIGN KEY (to_id) REFERENCES kam.person(id);

--
-- Name: handover handover_undone_by_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES kam.person(id);

--
-- Name: handover handover_unit_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.handover
    ADD CONSTRAINT handover_unit_fkey FOREIGN KEY (unit_id) REFERENCES kam.unit(id);

--
-- Name: inquiry inquiry_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.inquiry
    ADD CONSTRAINT inquiry_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: interaction interaction_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction
    ADD CONSTRAINT interaction_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: interaction_link interaction_link_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_link
    ADD CONSTRAINT interaction_link_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: interaction_link interaction_link_interaction_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_link
    ADD CONSTRAINT interaction_link_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES kam.interaction(id) ON DELETE CASCADE;

--
-- Name: interaction_person interaction_person_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_person
    ADD CONSTRAINT interaction_person_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: interaction interaction_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction
    ADD CONSTRAINT interaction_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: interaction_person interaction_person_interaction_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_person
    ADD CONSTRAINT interaction_person_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES kam.interaction(id) ON DELETE CASCADE;

--
-- Name: interaction_person interaction_person_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_person
    ADD CONSTRAINT interaction_person_unknown FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: interaction_visitor interaction_visitor_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_visitor
    ADD CONSTRAINT interaction_visitor_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: interaction_visitor interaction_visitor_interaction_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_visitor
    ADD CONSTRAINT interaction_visitor_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES kam.interaction(id) ON DELETE CASCADE;

--
-- Name: known_source known_source_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.known_source
    ADD CONSTRAINT known_source_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: member member_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.member
    ADD CONSTRAINT member_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: member member_account_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.member
    ADD CONSTRAINT member_account_unknown FOREIGN KEY (member_account_id) REFERENCES kam.account(id);

--
-- Name: merge merge_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.merge
    ADD CONSTRAINT merge_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE;

--
-- Name: merge merge_parent_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.merge
    ADD CONSTRAINT merge_parent_fkey FOREIGN KEY (parent_id) REFERENCES kam.account(id);

--
-- Name: merge merge_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.merge
    ADD CONSTRAINT merge_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: merge merge_undone_by_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.merge
    ADD CONSTRAINT merge_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES kam.person(id);

--
-- Name: notice notice_kind_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.notice
    ADD CONSTRAINT notice_kind_fkey FOREIGN KEY (kind) REFERENCES core.notice_kind(kind);

--
-- Name: notice notice_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.notice
    ADD CONSTRAINT notice_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: one_time_token one_time_token_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.one_time_token
    ADD CONSTRAINT one_time_token_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: password_history password_history_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.password_history
    ADD CONSTRAINT password_history_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: post post_role_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.post
    ADD CONSTRAINT post_role_unknown FOREIGN KEY (role) REFERENCES kam.role(code);

--
-- Name: post post_superior_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.post
    ADD CONSTRAINT post_superior_unknown FOREIGN KEY (superior_id) REFERENCES kam.post(id);

--
-- Name: post post_unit_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.post
    ADD CONSTRAINT post_unit_unknown FOREIGN KEY (unit_id) REFERENCES kam.unit(id);

--
-- Name: recovery_code recovery_code_factor_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.recovery_code
    ADD CONSTRAINT recovery_code_factor_fkey FOREIGN KEY (person_id) REFERENCES kam.second_factor(person_id) ON DELETE CASCADE;

--
-- Name: role_local role_local_role_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_local
    ADD CONSTRAINT role_local_role_fkey FOREIGN KEY (role) REFERENCES kam.role(code) ON DELETE CASCADE;

--
-- Name: role_right role_right_right_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_right
    ADD CONSTRAINT role_right_right_fkey FOREIGN KEY (right_name) REFERENCES kam.right_atom(name);

--
-- Name: role_right role_right_role_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_right
    ADD CONSTRAINT role_right_role_fkey FOREIGN KEY (role) REFERENCES kam.role(code) ON DELETE CASCADE;

--
-- Name: role_local role_right_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_local
    ADD CONSTRAINT role_right_unknown FOREIGN KEY (right_name) REFERENCES kam.right_atom(name);

--
-- Name: role_shipped role_shipped_right_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_shipped
    ADD CONSTRAINT role_shipped_right_fkey FOREIGN KEY (right_name) REFERENCES kam.right_atom(name);

--
-- Name: role_shipped role_shipped_role_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.role_shipped
    ADD CONSTRAINT role_shipped_role_fkey FOREIGN KEY (role) REFERENCES kam.role(code) ON DELETE CASCADE;

--
-- Name: search_entry search_entry_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.search_entry
    ADD CONSTRAINT search_entry_account_fkey FOREIGN KEY (account_id) REFERENCES kam.account(id) ON DELETE CASCADE;

--
-- Name: second_factor second_factor_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.second_factor
    ADD CONSTRAINT second_factor_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: session session_person_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.session
    ADD CONSTRAINT session_person_fkey FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: unit unit_company_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.unit
    ADD CONSTRAINT unit_company_fkey FOREIGN KEY (company_id) REFERENCES kam.unit(id);

--
-- Name: unit unit_parent_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.unit
    ADD CONSTRAINT unit_parent_unknown FOREIGN KEY (parent_id) REFERENCES kam.unit(id);

--
-- Name: visit_plan visit_plan_account_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.visit_plan
    ADD CONSTRAINT visit_plan_account_fkey FOREIGN KEY (account_id, owner_id, unit_id, company_id) REFERENCES kam.account(id, owner_id, unit_id, company_id) ON UPDATE CASCADE ON DELETE CASCADE;

--
-- Name: visit_plan visit_plan_created_by_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.visit_plan
    ADD CONSTRAINT visit_plan_created_by_fkey FOREIGN KEY (created_by) REFERENCES kam.person(id);

--
-- Name: visit_plan visit_plan_interaction_fkey; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.visit_plan
    ADD CONSTRAINT visit_plan_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES kam.interaction(id);

--
-- Name: visit_plan visit_plan_person_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.visit_plan
    ADD CONSTRAINT visit_plan_person_unknown FOREIGN KEY (person_id) REFERENCES kam.person(id);

--
-- Name: interaction_visitor visitor_contact_unknown; Type: FK CONSTRAINT; Schema: kam; Owner: kam_owner
--

ALTER TABLE ONLY kam.interaction_visitor
    ADD CONSTRAINT visitor_contact_unknown FOREIGN KEY (contact_id, account_id) REFERENCES kam.contact(id, account_id);

--
-- Name: applied; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.applied ENABLE ROW LEVEL SECURITY;

--
-- Name: error; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.error ENABLE ROW LEVEL SECURITY;

--
-- Name: error error_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY error_read ON core.error FOR SELECT TO kam_app USING (true);

--
-- Name: field_class; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.field_class ENABLE ROW LEVEL SECURITY;

--
-- Name: field_class field_class_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY field_class_read ON core.field_class FOR SELECT TO kam_api USING (true);

--
-- Name: job; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.job ENABLE ROW LEVEL SECURITY;

--
-- Name: job job_all; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY job_all ON core.job TO kam_job USING (true) WITH CHECK (true);

--
-- Name: journal_head; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.journal_head ENABLE ROW LEVEL SECURITY;

--
-- Name: journal_head journal_head_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY journal_head_read ON core.journal_head FOR SELECT TO kam_job USING (true);

--
-- Name: journal_head journal_head_shown; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY journal_head_shown ON core.journal_head FOR SELECT TO kam_api, kam_app USING ((( SELECT core.right_in_use() AS right_in_use) = ANY (ARRAY['journal.read'::text, 'journal.verify'::text])));

--
-- Name: journal_head journal_head_update; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY journal_head_update ON core.journal_head FOR UPDATE TO kam_job USING (true) WITH CHECK (true);

--
-- Name: method; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.method ENABLE ROW LEVEL SECURITY;

--
-- Name: method method_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY method_read ON core.method FOR SELECT TO kam_api USING (true);

--
-- Name: migration; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.migration ENABLE ROW LEVEL SECURITY;

--
-- Name: notice_kind; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.notice_kind ENABLE ROW LEVEL SECURITY;

--
-- Name: notice_kind notice_kind_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY notice_kind_read ON core.notice_kind FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: setting; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.setting ENABLE ROW LEVEL SECURITY;

--
-- Name: setting setting_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY setting_read ON core.setting FOR SELECT TO kam_api, kam_auth, kam_job USING (true);

--
-- Name: subject_kind; Type: ROW SECURITY; Schema: core; Owner: kam_owner
--

ALTER TABLE core.subject_kind ENABLE ROW LEVEL SECURITY;

--
-- Name: subject_kind subject_kind_read; Type: POLICY; Schema: core; Owner: kam_owner
--

CREATE POLICY subject_kind_read ON core.subject_kind FOR SELECT TO kam_api, kam_job USING (true);

--
-- Name: account; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.account ENABLE ROW LEVEL SECURITY;

--
-- Name: account_identifier; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.account_identifier ENABLE ROW LEVEL SECURITY;

--
-- Name: account_identifier account_identifier_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_identifier_delete ON kam.account_identifier FOR DELETE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: account_identifier account_identifier_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_identifier_insert ON kam.account_identifier FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.create,account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: account_identifier account_identifier_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_identifier_move ON kam.account_identifier TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: account_identifier account_identifier_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_identifier_read ON kam.account_identifier FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: account_identifier account_identifier_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_identifier_secrecy ON kam.account_identifier AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: account account_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_insert ON kam.account FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.create}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: account account_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_move ON kam.account TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: account account_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_read ON kam.account FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: account account_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_secrecy ON kam.account AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (confidentiality = 'secret'::kam.confidentiality) THEN core.holds('confidential.read'::text, owner_id, unit_id, id)
    ELSE true
END);

--
-- Name: account account_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY account_update ON kam.account FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.update,account.assign,account.merge}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: alias; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.alias ENABLE ROW LEVEL SECURITY;

--
-- Name: assignment; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.assignment ENABLE ROW LEVEL SECURITY;

--
-- Name: assignment assignment_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY assignment_insert ON kam.assignment FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: assignment assignment_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY assignment_read ON kam.assignment FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: assignment assignment_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY assignment_read_by_auth ON kam.assignment FOR SELECT TO kam_auth USING (true);

--
-- Name: assignment assignment_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY assignment_update ON kam.assignment FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: care_date; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.care_date ENABLE ROW LEVEL SECURITY;

--
-- Name: care_date care_date_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY care_date_delete ON kam.care_date FOR DELETE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: care_date care_date_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY care_date_insert ON kam.care_date FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: care_date care_date_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY care_date_move ON kam.care_date TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: care_date care_date_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY care_date_read ON kam.care_date FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: care_date care_date_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY care_date_secrecy ON kam.care_date AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: carried; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.carried ENABLE ROW LEVEL SECURITY;

--
-- Name: carried carried_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY carried_all ON kam.carried TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: carried carried_handed; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY carried_handed ON kam.carried TO kam_api USING (((handover_id IS NOT NULL) AND (( SELECT core.right_in_use() AS right_in_use) = 'account.assign'::text))) WITH CHECK (((handover_id IS NOT NULL) AND (( SELECT core.right_in_use() AS right_in_use) = 'account.assign'::text)));

--
-- Name: certificate_name; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.certificate_name ENABLE ROW LEVEL SECURITY;

--
-- Name: certificate_name certificate_name_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY certificate_name_delete ON kam.certificate_name FOR DELETE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'user.admin'::text));

--
-- Name: certificate_name certificate_name_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY certificate_name_insert ON kam.certificate_name FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'user.admin'::text));

--
-- Name: certificate_name certificate_name_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY certificate_name_read ON kam.certificate_name FOR SELECT TO kam_api, kam_app USING ((( SELECT core.right_in_use() AS right_in_use) = 'user.admin'::text));

--
-- Name: certificate_name certificate_name_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY certificate_name_read_by_auth ON kam.certificate_name FOR SELECT TO kam_auth USING (true);

--
-- Name: change; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.change ENABLE ROW LEVEL SECURITY;

--
-- Name: change change_erase; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_erase ON kam.change FOR UPDATE TO kam_mover USING ((relation = ANY (ARRAY['contact'::text, 'care_date'::text, 'departure'::text, 'interaction_visitor'::text]))) WITH CHECK (((before IS NULL) AND (after IS NULL)));

--
-- Name: change change_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_insert ON kam.change FOR INSERT TO kam_api WITH CHECK (core.in_session(id));

--
-- Name: change change_insert_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_insert_by_job ON kam.change FOR INSERT TO kam_job WITH CHECK ((relation = ANY (ARRAY['document'::text, 'document_chunk'::text])));

--
-- Name: change change_insert_by_mover; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_insert_by_mover ON kam.change FOR INSERT TO kam_mover WITH CHECK ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: change change_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_read ON kam.change FOR SELECT TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'journal.read'::text));

--
-- Name: change change_read_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_read_by_job ON kam.change FOR SELECT TO kam_job USING (true);

--
-- Name: change change_read_by_mover; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_read_by_mover ON kam.change FOR SELECT TO kam_mover USING ((relation = ANY (ARRAY['contact'::text, 'care_date'::text, 'departure'::text, 'interaction_visitor'::text])));

--
-- Name: change_request; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.change_request ENABLE ROW LEVEL SECURITY;

--
-- Name: change_request change_request_by_proposer; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_by_proposer ON kam.change_request AS RESTRICTIVE FOR INSERT TO kam_api WITH CHECK (((proposer_id = ( SELECT core.principal() AS principal)) AND (state = 'open'::kam.change_request_state)));

--
-- Name: change_request change_request_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_insert ON kam.change_request FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.read}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: change_request change_request_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_move ON kam.change_request TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: change_request change_request_of_proposer; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_of_proposer ON kam.change_request AS RESTRICTIVE FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = 'account.update'::text) OR (proposer_id = ( SELECT core.principal() AS principal))));

--
-- Name: change_request change_request_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_read ON kam.change_request FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: change_request change_request_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_secrecy ON kam.change_request AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: change_request change_request_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY change_request_update ON kam.change_request FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.read,account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: collaboration; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.collaboration ENABLE ROW LEVEL SECURITY;

--
-- Name: collaboration collaboration_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_insert ON kam.collaboration FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.assign}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: collaboration collaboration_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_move ON kam.collaboration TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: collaboration collaboration_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_read ON kam.collaboration FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: collaboration collaboration_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_read_by_auth ON kam.collaboration FOR SELECT TO kam_auth USING (true);

--
-- Name: collaboration collaboration_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_secrecy ON kam.collaboration AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: collaboration collaboration_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY collaboration_update ON kam.collaboration FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.assign}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: contact; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.contact ENABLE ROW LEVEL SECURITY;

--
-- Name: contact contact_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY contact_insert ON kam.contact FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: contact contact_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY contact_move ON kam.contact TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: contact contact_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY contact_read ON kam.contact FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: contact contact_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY contact_secrecy ON kam.contact AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((
CASE
    WHEN (confidentiality = 'secret'::kam.confidentiality) THEN core.holds('confidential.read'::text, owner_id, unit_id, account_id)
    ELSE true
END AND (account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[]))));

--
-- Name: contact contact_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY contact_update ON kam.contact FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write,pii.erase}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: credential; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.credential ENABLE ROW LEVEL SECURITY;

--
-- Name: credential credential_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY credential_all ON kam.credential TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: customer_key; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.customer_key ENABLE ROW LEVEL SECURITY;

--
-- Name: departure; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.departure ENABLE ROW LEVEL SECURITY;

--
-- Name: departure departure_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY departure_insert ON kam.departure FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: departure departure_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY departure_move ON kam.departure TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: departure departure_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY departure_read ON kam.departure FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: departure departure_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY departure_secrecy ON kam.departure AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: departure departure_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY departure_update ON kam.departure FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{contact.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: deputy_grant; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.deputy_grant ENABLE ROW LEVEL SECURITY;

--
-- Name: deputy_grant deputy_grant_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY deputy_grant_insert ON kam.deputy_grant FOR INSERT TO kam_api WITH CHECK ((((grantor_id = ( SELECT core.principal() AS principal)) OR (( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text)) AND (made_by = ( SELECT core.principal() AS principal))));

--
-- Name: deputy_grant deputy_grant_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY deputy_grant_read ON kam.deputy_grant FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: deputy_grant deputy_grant_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY deputy_grant_read_by_auth ON kam.deputy_grant FOR SELECT TO kam_auth USING (true);

--
-- Name: deputy_grant deputy_grant_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY deputy_grant_update ON kam.deputy_grant FOR UPDATE TO kam_api USING ((((( SELECT core.principal() AS principal) = grantor_id) OR (( SELECT core.principal() AS principal) = deputy_id)) OR (( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text)));

--
-- Name: disclosure; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.disclosure ENABLE ROW LEVEL SECURITY;

--
-- Name: disclosure disclosure_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY disclosure_insert ON kam.disclosure FOR INSERT TO kam_api WITH CHECK (core.in_session(journal_id));

--
-- Name: disclosure disclosure_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY disclosure_read ON kam.disclosure FOR SELECT TO kam_app USING ((( SELECT core.right_in_use() AS right_in_use) = 'journal.read'::text));

--
-- Name: disclosure disclosure_read_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY disclosure_read_by_job ON kam.disclosure FOR SELECT TO kam_job USING (true);

--
-- Name: distinct_pair; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.distinct_pair ENABLE ROW LEVEL SECURITY;

--
-- Name: distinct_pair distinct_pair_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY distinct_pair_insert ON kam.distinct_pair FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.merge}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: distinct_pair distinct_pair_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY distinct_pair_move ON kam.distinct_pair TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: distinct_pair distinct_pair_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY distinct_pair_read ON kam.distinct_pair FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: distinct_pair distinct_pair_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY distinct_pair_secrecy ON kam.distinct_pair AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: document; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.document ENABLE ROW LEVEL SECURITY;

--
-- Name: document document_abandon; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_abandon ON kam.document FOR UPDATE TO kam_job USING ((state = 'uploading'::kam.document_state)) WITH CHECK ((state = 'cancelled'::kam.document_state));

--
-- Name: document_chunk; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.document_chunk ENABLE ROW LEVEL SECURITY;

--
-- Name: document_chunk document_chunk_abandon; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_chunk_abandon ON kam.document_chunk FOR DELETE TO kam_job USING ((EXISTS ( SELECT
   FROM kam.document d
  WHERE ((d.id = document_chunk.document_id) AND (d.state = 'cancelled'::kam.document_state)))));

--
-- Name: document_chunk document_chunk_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_chunk_delete ON kam.document_chunk FOR DELETE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = 'document.write'::text) AND (EXISTS ( SELECT
   FROM kam.document d
  WHERE ((d.id = document_chunk.document_id) AND (d.state = ANY (ARRAY['cancelled'::kam.document_state, 'destroyed'::kam.document_state])))))));

--
-- Name: document_chunk document_chunk_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_chunk_insert ON kam.document_chunk FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = 'document.write'::text) AND (EXISTS ( SELECT
   FROM kam.document d
  WHERE ((d.id = document_chunk.document_id) AND (d.state = 'uploading'::kam.document_state))))));

--
-- Name: document_chunk document_chunk_place; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_chunk_place ON kam.document_chunk FOR SELECT TO kam_job USING (true);

--
-- Name: document_chunk document_chunk_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_chunk_read ON kam.document_chunk FOR SELECT TO kam_api, kam_app USING ((EXISTS ( SELECT
   FROM kam.document d
  WHERE (d.id = document_chunk.document_id))));

--
-- Name: document document_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_insert ON kam.document FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{document.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: document_loan; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.document_loan ENABLE ROW LEVEL SECURITY;

--
-- Name: document_loan document_loan_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_loan_insert ON kam.document_loan FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{document.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: document_loan document_loan_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_loan_move ON kam.document_loan TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: document_loan document_loan_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_loan_read ON kam.document_loan FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: document_loan document_loan_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_loan_secrecy ON kam.document_loan AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: document_loan document_loan_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_loan_update ON kam.document_loan FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{document.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: document document_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_move ON kam.document TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: document document_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_read ON kam.document FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: document document_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_secrecy ON kam.document AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((
CASE
    WHEN (confidentiality = 'secret'::kam.confidentiality) THEN core.holds('confidential.read'::text, owner_id, unit_id, account_id)
    ELSE true
END AND (account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[]))));

--
-- Name: document document_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY document_update ON kam.document FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{document.write,confidential.read}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: effective_right; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.effective_right ENABLE ROW LEVEL SECURITY;

--
-- Name: effective_right effective_right_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY effective_right_all ON kam.effective_right TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: effective_right effective_right_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY effective_right_read ON kam.effective_right FOR SELECT TO kam_api USING (true);

--
-- Name: effective_right effective_right_read_by_asker; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY effective_right_read_by_asker ON kam.effective_right FOR SELECT TO kam_app USING (((person_id)::text = current_setting('kam.asker'::text, true)));

--
-- Name: grade; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.grade ENABLE ROW LEVEL SECURITY;

--
-- Name: grade grade_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY grade_insert ON kam.grade FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'business.rules.set'::text));

--
-- Name: grade grade_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY grade_read ON kam.grade FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: grade grade_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY grade_update ON kam.grade FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'business.rules.set'::text));

--
-- Name: handover; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.handover ENABLE ROW LEVEL SECURITY;

--
-- Name: handover handover_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY handover_insert ON kam.handover FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.assign}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: handover handover_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY handover_read ON kam.handover FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: handover handover_received; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY handover_received ON kam.handover FOR SELECT TO kam_api, kam_app USING ((to_id = ( SELECT core.principal() AS principal)));

--
-- Name: handover handover_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY handover_update ON kam.handover FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.assign}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: inquiry; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.inquiry ENABLE ROW LEVEL SECURITY;

--
-- Name: inquiry inquiry_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY inquiry_insert ON kam.inquiry FOR INSERT TO kam_api WITH CHECK ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: inquiry inquiry_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY inquiry_read ON kam.inquiry FOR SELECT TO kam_api USING ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: inquiry inquiry_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY inquiry_update ON kam.inquiry FOR UPDATE TO kam_api USING ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: interaction; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.interaction ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction interaction_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_insert ON kam.interaction FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: interaction_link; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.interaction_link ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction_link interaction_link_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_link_insert ON kam.interaction_link FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: interaction_link interaction_link_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_link_move ON kam.interaction_link TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: interaction_link interaction_link_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_link_read ON kam.interaction_link FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: interaction_link interaction_link_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_link_secrecy ON kam.interaction_link AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: interaction interaction_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_move ON kam.interaction TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: interaction_person; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.interaction_person ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction_person interaction_person_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_person_insert ON kam.interaction_person FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: interaction_person interaction_person_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_person_move ON kam.interaction_person TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: interaction_person interaction_person_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_person_read ON kam.interaction_person FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: interaction_person interaction_person_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_person_secrecy ON kam.interaction_person AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: interaction interaction_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_read ON kam.interaction FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: interaction interaction_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_secrecy ON kam.interaction AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((
CASE
    WHEN (confidentiality = 'secret'::kam.confidentiality) THEN core.holds('confidential.read'::text, owner_id, unit_id, account_id)
    ELSE true
END AND (account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[]))));

--
-- Name: interaction interaction_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_update ON kam.interaction FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: interaction_visitor; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.interaction_visitor ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction_visitor interaction_visitor_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_visitor_insert ON kam.interaction_visitor FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: interaction_visitor interaction_visitor_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_visitor_move ON kam.interaction_visitor TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: interaction_visitor interaction_visitor_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_visitor_read ON kam.interaction_visitor FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: interaction_visitor interaction_visitor_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY interaction_visitor_secrecy ON kam.interaction_visitor AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: journal; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.journal ENABLE ROW LEVEL SECURITY;

--
-- Name: journal journal_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_insert ON kam.journal FOR INSERT TO kam_api WITH CHECK ((person_id = core.principal()));

--
-- Name: journal journal_insert_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_insert_by_job ON kam.journal FOR INSERT TO kam_job WITH CHECK ((person_id IS NULL));

--
-- Name: journal journal_insert_by_login; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_insert_by_login ON kam.journal FOR INSERT TO kam_auth WITH CHECK (true);

--
-- Name: journal journal_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_read ON kam.journal FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (keys && ( SELECT core.held_keys() AS held_keys)) THEN (( SELECT core.right_in_use() AS right_in_use) = ANY (ARRAY['journal.read'::text, 'journal.verify'::text]))
    ELSE false
END);

--
-- Name: journal journal_read_by_audit; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_read_by_audit ON kam.journal FOR SELECT TO kam_audit USING (true);

--
-- Name: journal journal_read_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_read_by_job ON kam.journal FOR SELECT TO kam_job USING (true);

--
-- Name: journal journal_seal; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY journal_seal ON kam.journal FOR UPDATE TO kam_job USING ((seq IS NULL)) WITH CHECK ((seq IS NOT NULL));

--
-- Name: known_source; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.known_source ENABLE ROW LEVEL SECURITY;

--
-- Name: known_source known_source_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY known_source_all ON kam.known_source TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: login_attempt; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.login_attempt ENABLE ROW LEVEL SECURITY;

--
-- Name: login_attempt login_attempt_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY login_attempt_all ON kam.login_attempt TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: member; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.member ENABLE ROW LEVEL SECURITY;

--
-- Name: member member_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_delete ON kam.member FOR DELETE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: member member_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_insert ON kam.member FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: member member_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_move ON kam.member TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: member member_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_read ON kam.member FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: member member_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_secrecy ON kam.member AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: member member_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY member_update ON kam.member FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{account.update}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: merge; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.merge ENABLE ROW LEVEL SECURITY;

--
-- Name: merge merge_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY merge_move ON kam.merge TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: merge merge_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY merge_read ON kam.merge FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: merge merge_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY merge_secrecy ON kam.merge AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: notice; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.notice ENABLE ROW LEVEL SECURITY;

--
-- Name: notice notice_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_insert ON kam.notice FOR INSERT TO kam_api WITH CHECK (core.in_session(id));

--
-- Name: notice notice_insert_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_insert_by_job ON kam.notice FOR INSERT TO kam_job WITH CHECK (true);

--
-- Name: notice notice_purge; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_purge ON kam.notice FOR DELETE TO kam_job USING ((read_at < (now() - '30 days'::interval)));

--
-- Name: notice notice_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_read ON kam.notice FOR SELECT TO kam_api, kam_app USING ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: notice notice_read_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_read_by_job ON kam.notice FOR SELECT TO kam_job USING ((read_at < (now() - '30 days'::interval)));

--
-- Name: notice notice_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY notice_update ON kam.notice FOR UPDATE TO kam_api USING ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: one_time_token; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.one_time_token ENABLE ROW LEVEL SECURITY;

--
-- Name: one_time_token one_time_token_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY one_time_token_all ON kam.one_time_token TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: password_history; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.password_history ENABLE ROW LEVEL SECURITY;

--
-- Name: password_history password_history_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY password_history_all ON kam.password_history TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: person; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.person ENABLE ROW LEVEL SECURITY;

--
-- Name: person person_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY person_insert ON kam.person FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'user.admin'::text));

--
-- Name: person person_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY person_read ON kam.person FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: person person_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY person_read_by_auth ON kam.person FOR SELECT TO kam_auth USING (true);

--
-- Name: person person_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY person_update ON kam.person FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'user.admin'::text));

--
-- Name: phrase; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.phrase ENABLE ROW LEVEL SECURITY;

--
-- Name: pinyin; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.pinyin ENABLE ROW LEVEL SECURITY;

--
-- Name: account place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.account FOR SELECT TO kam_job USING (true);

--
-- Name: account_identifier place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.account_identifier FOR SELECT TO kam_job USING (true);

--
-- Name: assignment place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.assignment FOR SELECT TO kam_job USING (true);

--
-- Name: care_date place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.care_date FOR SELECT TO kam_job USING (true);

--
-- Name: carried place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.carried FOR SELECT TO kam_job USING (true);

--
-- Name: certificate_name place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.certificate_name FOR SELECT TO kam_job USING (true);

--
-- Name: change_request place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.change_request FOR SELECT TO kam_job USING (true);

--
-- Name: collaboration place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.collaboration FOR SELECT TO kam_job USING (true);

--
-- Name: contact place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.contact FOR SELECT TO kam_job USING (true);

--
-- Name: departure place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.departure FOR SELECT TO kam_job USING (true);

--
-- Name: deputy_grant place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.deputy_grant FOR SELECT TO kam_job USING (true);

--
-- Name: distinct_pair place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.distinct_pair FOR SELECT TO kam_job USING (true);

--
-- Name: document place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.document FOR SELECT TO kam_job USING (true);

--
-- Name: document_loan place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.document_loan FOR SELECT TO kam_job USING (true);

--
-- Name: grade place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.grade FOR SELECT TO kam_job USING (true);

--
-- Name: handover place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.handover FOR SELECT TO kam_job USING (true);

--
-- Name: interaction place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.interaction FOR SELECT TO kam_job USING (true);

--
-- Name: interaction_visitor place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.interaction_visitor FOR SELECT TO kam_job USING (true);

--
-- Name: member place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.member FOR SELECT TO kam_job USING (true);

--
-- Name: merge place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.merge FOR SELECT TO kam_job USING (true);

--
-- Name: notice place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.notice FOR SELECT TO kam_job USING (true);

--
-- Name: person place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.person FOR SELECT TO kam_job USING (true);

--
-- Name: post place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.post FOR SELECT TO kam_job USING (true);

--
-- Name: requirement place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.requirement FOR SELECT TO kam_job USING (true);

--
-- Name: role place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.role FOR SELECT TO kam_job USING (true);

--
-- Name: session place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.session FOR SELECT TO kam_job USING (true);

--
-- Name: unit place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.unit FOR SELECT TO kam_job USING (true);

--
-- Name: visit_plan place_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY place_read ON kam.visit_plan FOR SELECT TO kam_job USING (true);

--
-- Name: post; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.post ENABLE ROW LEVEL SECURITY;

--
-- Name: post post_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY post_insert ON kam.post FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: post post_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY post_read ON kam.post FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: post post_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY post_read_by_auth ON kam.post FOR SELECT TO kam_auth USING (true);

--
-- Name: post post_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY post_update ON kam.post FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: recovery_code; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.recovery_code ENABLE ROW LEVEL SECURITY;

--
-- Name: recovery_code recovery_code_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY recovery_code_all ON kam.recovery_code TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: request; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.request ENABLE ROW LEVEL SECURITY;

--
-- Name: request request_erase; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_erase ON kam.request TO kam_mover USING ((subject_kind = ANY (ARRAY['contact'::text, 'interaction'::text]))) WITH CHECK ((subject_kind = ANY (ARRAY['contact'::text, 'interaction'::text])));

--
-- Name: request request_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_insert ON kam.request FOR INSERT TO kam_api WITH CHECK ((person_id = core.principal()));

--
-- Name: request request_purge; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_purge ON kam.request FOR DELETE TO kam_job USING (((accepted_at < (now() - '30 days'::interval)) AND (NOT COALESCE(( SELECT k.money
   FROM core.subject_kind k
  WHERE (k.kind = request.subject_kind)), false))));

--
-- Name: request request_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_read ON kam.request FOR SELECT TO kam_api USING ((person_id = core.principal()));

--
-- Name: request request_read_by_asker; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_read_by_asker ON kam.request FOR SELECT TO kam_app USING ((person_id = core.asker()));

--
-- Name: request request_read_by_job; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY request_read_by_job ON kam.request FOR SELECT TO kam_job USING (((accepted_at < (now() - '30 days'::interval)) AND (NOT COALESCE(( SELECT k.money
   FROM core.subject_kind k
  WHERE (k.kind = request.subject_kind)), false))));

--
-- Name: requirement; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.requirement ENABLE ROW LEVEL SECURITY;

--
-- Name: requirement requirement_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY requirement_delete ON kam.requirement FOR DELETE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'business.rules.set'::text));

--
-- Name: requirement requirement_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY requirement_insert ON kam.requirement FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'business.rules.set'::text));

--
-- Name: requirement requirement_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY requirement_read ON kam.requirement FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: requirement requirement_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY requirement_update ON kam.requirement FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'business.rules.set'::text));

--
-- Name: right_atom; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.right_atom ENABLE ROW LEVEL SECURITY;

--
-- Name: right_atom right_atom_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY right_atom_read ON kam.right_atom FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: right_atom right_atom_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY right_atom_read_by_auth ON kam.right_atom FOR SELECT TO kam_auth USING (true);

--
-- Name: role; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.role ENABLE ROW LEVEL SECURITY;

--
-- Name: role role_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_insert ON kam.role FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_local; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.role_local ENABLE ROW LEVEL SECURITY;

--
-- Name: role_local role_local_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_local_delete ON kam.role_local FOR DELETE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_local role_local_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_local_insert ON kam.role_local FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_local role_local_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_local_read ON kam.role_local FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: role_local role_local_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_local_update ON kam.role_local FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role role_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_read ON kam.role FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: role_right; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.role_right ENABLE ROW LEVEL SECURITY;

--
-- Name: role_right role_right_delete; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_right_delete ON kam.role_right FOR DELETE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_right role_right_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_right_insert ON kam.role_right FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_right role_right_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_right_read ON kam.role_right FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: role_right role_right_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_right_read_by_auth ON kam.role_right FOR SELECT TO kam_auth USING (true);

--
-- Name: role_right role_right_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_right_update ON kam.role_right FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: role_shipped; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.role_shipped ENABLE ROW LEVEL SECURITY;

--
-- Name: role_shipped role_shipped_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_shipped_read ON kam.role_shipped FOR SELECT TO kam_api, kam_app USING ((( SELECT core.principal() AS principal) IS NOT NULL));

--
-- Name: role role_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY role_update ON kam.role FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: search_entry; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.search_entry ENABLE ROW LEVEL SECURITY;

--
-- Name: search_term; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.search_term ENABLE ROW LEVEL SECURITY;

--
-- Name: second_factor; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.second_factor ENABLE ROW LEVEL SECURITY;

--
-- Name: second_factor second_factor_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY second_factor_all ON kam.second_factor TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: second_factor second_factor_read_own; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY second_factor_read_own ON kam.second_factor FOR SELECT TO kam_app USING ((person_id = ( SELECT core.principal() AS principal)));

--
-- Name: session; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.session ENABLE ROW LEVEL SECURITY;

--
-- Name: session session_all; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY session_all ON kam.session TO kam_auth USING (true) WITH CHECK (true);

--
-- Name: session session_read_by_token; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY session_read_by_token ON kam.session FOR SELECT TO kam_api, kam_app USING ((encode(token_hash, 'hex'::text) = current_setting('kam.session'::text, true)));

--
-- Name: unit; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.unit ENABLE ROW LEVEL SECURITY;

--
-- Name: unit unit_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY unit_insert ON kam.unit FOR INSERT TO kam_api WITH CHECK ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: unit unit_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY unit_read ON kam.unit FOR SELECT TO kam_api, kam_app USING (core.in_session(id));

--
-- Name: unit unit_read_by_auth; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY unit_read_by_auth ON kam.unit FOR SELECT TO kam_auth USING (true);

--
-- Name: unit unit_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY unit_update ON kam.unit FOR UPDATE TO kam_api USING ((( SELECT core.right_in_use() AS right_in_use) = 'role.admin'::text));

--
-- Name: visit_plan; Type: ROW SECURITY; Schema: kam; Owner: kam_owner
--

ALTER TABLE kam.visit_plan ENABLE ROW LEVEL SECURITY;

--
-- Name: visit_plan visit_plan_insert; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY visit_plan_insert ON kam.visit_plan FOR INSERT TO kam_api WITH CHECK (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: visit_plan visit_plan_move; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY visit_plan_move ON kam.visit_plan TO kam_mover USING (true) WITH CHECK (true);

--
-- Name: visit_plan visit_plan_read; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY visit_plan_read ON kam.visit_plan FOR SELECT TO kam_api, kam_app USING (
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END);

--
-- Name: visit_plan visit_plan_secrecy; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY visit_plan_secrecy ON kam.visit_plan AS RESTRICTIVE FOR SELECT TO kam_api, kam_app USING ((account_id <> ALL (( SELECT core.hidden_accounts() AS hidden_accounts)::bigint[])));

--
-- Name: visit_plan visit_plan_update; Type: POLICY; Schema: kam; Owner: kam_owner
--

CREATE POLICY visit_plan_update ON kam.visit_plan FOR UPDATE TO kam_api USING (((( SELECT core.right_in_use() AS right_in_use) = ANY ('{interaction.write}'::text[])) AND
CASE
    WHEN (core.row_keys(owner_id, unit_id, account_id) && ( SELECT core.held_keys() AS held_keys)) THEN true
    ELSE false
END));

--
-- Name: SCHEMA api_1; Type: ACL; Schema: -; Owner: kam_owner
--

GRANT USAGE ON SCHEMA api_1 TO kam_app;
GRANT USAGE ON SCHEMA api_1 TO kam_api;
GRANT USAGE ON SCHEMA api_1 TO kam_search;

--
-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: kam_owner
--

GRANT USAGE ON SCHEMA auth TO kam_app;
GRANT USAGE ON SCHEMA auth TO kam_api;
GRANT USAGE ON SCHEMA auth TO kam_auth;
GRANT USAGE ON SCHEMA auth TO kam_job;

--
-- Name: SCHEMA core; Type: ACL; Schema: -; Owner: kam_owner
--

GRANT USAGE ON SCHEMA core TO kam_app;
GRANT USAGE ON SCHEMA core TO kam_api;
GRANT USAGE ON SCHEMA core TO kam_auth;
GRANT USAGE ON SCHEMA core TO kam_search;
GRANT USAGE ON SCHEMA core TO kam_mover;
GRANT USAGE ON SCHEMA core TO kam_job;

--
-- Name: SCHEMA kam; Type: ACL; Schema: -; Owner: kam_owner
--

GRANT USAGE ON SCHEMA kam TO kam_app;
GRANT USAGE ON SCHEMA kam TO kam_api;
GRANT USAGE ON SCHEMA kam TO kam_auth;
GRANT USAGE ON SCHEMA kam TO kam_search;
GRANT USAGE ON SCHEMA kam TO kam_mover;
GRANT USAGE ON SCHEMA kam TO kam_job;
GRANT USAGE ON SCHEMA kam TO kam_audit;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

--
-- Name: FUNCTION add_certificate(p_person_id bigint, p_name text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.add_certificate(p_person_id bigint, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.add_certificate(p_person_id bigint, p_name text) TO kam_app;

--
-- Name: FUNCTION add_collaborator(p_account_id bigint, p_person_id bigint, p_unit_id bigint, p_level kam.collaboration_level, p_starts_on date, p_ends_on date, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.add_collaborator(p_account_id bigint, p_person_id bigint, p_unit_id bigint, p_level kam.collaboration_level, p_starts_on date, p_ends_on date, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.add_collaborator(p_account_id bigint, p_person_id bigint, p_unit_id bigint, p_level kam.collaboration_level, p_starts_on date, p_ends_on date, p_reason text) TO kam_app;

--
-- Name: FUNCTION answer_interaction(p_id bigint, p_answer text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.answer_interaction(p_id bigint, p_answer text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.answer_interaction(p_id bigint, p_answer text) TO kam_app;

--
-- Name: FUNCTION appoint_deputy(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.appoint_deputy(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.appoint_deputy(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) TO kam_app;

--
-- Name: FUNCTION approve_change(p_id bigint, p_remark text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.approve_change(p_id bigint, p_remark text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.approve_change(p_id bigint, p_remark text) TO kam_app;

--
-- Name: FUNCTION assign_account(p_id bigint, p_owner_id bigint, p_reason text, p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.assign_account(p_id bigint, p_owner_id bigint, p_reason text, p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.assign_account(p_id bigint, p_owner_id bigint, p_reason text, p_etag text) TO kam_app;

--
-- Name: FUNCTION assign_post(p_person_id bigint, p_post_id bigint, p_starts_on date, p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.assign_post(p_person_id bigint, p_post_id bigint, p_starts_on date, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.assign_post(p_person_id bigint, p_post_id bigint, p_starts_on date, p_ends_on date) TO kam_app;

--
-- Name: FUNCTION cancel_upload(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.cancel_upload(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.cancel_upload(p_id bigint) TO kam_app;

--
-- Name: FUNCTION cancel_visit_plan(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.cancel_visit_plan(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.cancel_visit_plan(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION certificate_name_of(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.certificate_name_of(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.certificate_name_of(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.certificate_name_of(p_id bigint) TO kam_api;

--
-- Name: FUNCTION check_account(p_name text, p_number text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.check_account(p_name text, p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.check_account(p_name text, p_number text) TO kam_app;

--
-- Name: FUNCTION classify_account(p_id bigint, p_confidentiality kam.confidentiality, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.classify_account(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.classify_account(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) TO kam_app;

--
-- Name: FUNCTION classify_contact(p_id bigint, p_confidentiality kam.confidentiality, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.classify_contact(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.classify_contact(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) TO kam_app;

--
-- Name: FUNCTION classify_document(p_id bigint, p_confidentiality kam.confidentiality, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.classify_document(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.classify_document(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) TO kam_app;

--
-- Name: FUNCTION classify_interaction(p_id bigint, p_confidentiality kam.confidentiality, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.classify_interaction(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.classify_interaction(p_id bigint, p_confidentiality kam.confidentiality, p_reason text) TO kam_app;

--
-- Name: FUNCTION complete_next_step(p_id bigint, p_result text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.complete_next_step(p_id bigint, p_result text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.complete_next_step(p_id bigint, p_result text) TO kam_app;

--
-- Name: FUNCTION confirm_account(p_id bigint, p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.confirm_account(p_id bigint, p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.confirm_account(p_id bigint, p_etag text) TO kam_app;

--
-- Name: FUNCTION count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text) TO kam_app;
GRANT ALL ON FUNCTION api_1.count_accounts(p_by kam.account_dimension[], p_kind kam.account_kind, p_industry text, p_region text, p_grade text, p_tag text) TO kam_api;

--
-- Name: FUNCTION create_account(p_account api_1.account); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_account(p_account api_1.account) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_account(p_account api_1.account) TO kam_app;

--
-- Name: FUNCTION create_contact(p_contact api_1.contact); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_contact(p_contact api_1.contact) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_contact(p_contact api_1.contact) TO kam_app;

--
-- Name: FUNCTION create_document(p_document api_1.document); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_document(p_document api_1.document) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_document(p_document api_1.document) TO kam_app;

--
-- Name: FUNCTION create_interaction(p_interaction api_1.interaction); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_interaction(p_interaction api_1.interaction) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_interaction(p_interaction api_1.interaction) TO kam_app;

--
-- Name: FUNCTION create_post(p_post api_1.post); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_post(p_post api_1.post) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_post(p_post api_1.post) TO kam_app;

--
-- Name: FUNCTION create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_role(p_code text, p_name_zh text, p_name_en text, p_copy_of text) TO kam_app;

--
-- Name: FUNCTION create_service(p_login text, p_name text, p_certificate text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_service(p_login text, p_name text, p_certificate text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_service(p_login text, p_name text, p_certificate text) TO kam_app;

--
-- Name: FUNCTION create_unit(p_unit api_1.unit); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_unit(p_unit api_1.unit) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_unit(p_unit api_1.unit) TO kam_app;

--
-- Name: FUNCTION create_user(p_user api_1."user"); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_user(p_user api_1."user") FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_user(p_user api_1."user") TO kam_app;

--
-- Name: FUNCTION create_visit_plan(p_plan api_1.visit_plan); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.create_visit_plan(p_plan api_1.visit_plan) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.create_visit_plan(p_plan api_1.visit_plan) TO kam_app;

--
-- Name: FUNCTION destroy_document(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.destroy_document(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.destroy_document(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION disable_user(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.disable_user(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.disable_user(p_id bigint) TO kam_app;

--
-- Name: FUNCTION dismiss_duplicate(p_account_id bigint, p_other_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.dismiss_duplicate(p_account_id bigint, p_other_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.dismiss_duplicate(p_account_id bigint, p_other_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION download_document(p_id bigint, p_byte_offset bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.download_document(p_id bigint, p_byte_offset bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.download_document(p_id bigint, p_byte_offset bigint) TO kam_app;

--
-- Name: FUNCTION enable_user(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.enable_user(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.enable_user(p_id bigint) TO kam_app;

--
-- Name: FUNCTION end_assignment(p_id bigint, p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.end_assignment(p_id bigint, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.end_assignment(p_id bigint, p_ends_on date) TO kam_app;

--
-- Name: FUNCTION end_collaboration(p_id bigint, p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.end_collaboration(p_id bigint, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.end_collaboration(p_id bigint, p_ends_on date) TO kam_app;

--
-- Name: FUNCTION end_grant(p_id bigint, p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.end_grant(p_id bigint, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.end_grant(p_id bigint, p_ends_on date) TO kam_app;

--
-- Name: FUNCTION end_session(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.end_session(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.end_session(p_id bigint) TO kam_app;

--
-- Name: FUNCTION end_user_sessions(p_id bigint, p_session_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.end_user_sessions(p_id bigint, p_session_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.end_user_sessions(p_id bigint, p_session_id bigint) TO kam_app;

--
-- Name: FUNCTION erase_contact(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.erase_contact(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.erase_contact(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION export_accounts(p_limit integer, p_after_id bigint, p_reason text, p_revealed boolean); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.export_accounts(p_limit integer, p_after_id bigint, p_reason text, p_revealed boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.export_accounts(p_limit integer, p_after_id bigint, p_reason text, p_revealed boolean) TO kam_app;

--
-- Name: FUNCTION export_contacts(p_limit integer, p_after_id bigint, p_reason text, p_account_id bigint, p_revealed boolean); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.export_contacts(p_limit integer, p_after_id bigint, p_reason text, p_account_id bigint, p_revealed boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.export_contacts(p_limit integer, p_after_id bigint, p_reason text, p_account_id bigint, p_revealed boolean) TO kam_app;

--
-- Name: FUNCTION export_journal(p_after_seq bigint, p_until_seq bigint, p_records_max integer, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.export_journal(p_after_seq bigint, p_until_seq bigint, p_records_max integer, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.export_journal(p_after_seq bigint, p_until_seq bigint, p_records_max integer, p_reason text) TO kam_app;

--
-- Name: FUNCTION finish_upload(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.finish_upload(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.finish_upload(p_id bigint) TO kam_app;

--
-- Name: FUNCTION follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer) TO kam_app;
GRANT ALL ON FUNCTION api_1.follow_journal(p_after_seq bigint, p_records_max integer, p_wait_ms integer) TO kam_api;

--
-- Name: FUNCTION get_account(p_id bigint, p_code text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_account(p_id bigint, p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_account(p_id bigint, p_code text) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_account(p_id bigint, p_code text) TO kam_api;

--
-- Name: FUNCTION get_account_tree(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_account_tree(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_account_tree(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_account_tree(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_change(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_change(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_change(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_change(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_completeness(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_completeness(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_completeness(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_completeness(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_contact(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_contact(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_contact(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_contact(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_coverage(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_coverage(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_coverage(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_coverage(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_document(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_document(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_document(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_document(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_interaction(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_interaction(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_interaction(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_interaction(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_journal_head(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_journal_head() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_journal_head() TO kam_app;
GRANT ALL ON FUNCTION api_1.get_journal_head() TO kam_api;

--
-- Name: FUNCTION get_request_outcome(p_request_id bytea); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.get_request_outcome(p_request_id bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_request_outcome(p_request_id bytea) TO kam_app;

--
-- Name: FUNCTION get_role(p_code text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_role(p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_role(p_code text) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_role(p_code text) TO kam_api;

--
-- Name: FUNCTION get_session(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_session() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_session() TO kam_app;
GRANT ALL ON FUNCTION api_1.get_session() TO kam_api;

--
-- Name: FUNCTION get_user(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_user(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_user(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_user(p_id bigint) TO kam_api;

--
-- Name: FUNCTION get_visit_plan(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.get_visit_plan(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.get_visit_plan(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.get_visit_plan(p_id bigint) TO kam_api;

--
-- Name: FUNCTION grant_rights(p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.grant_rights(p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.grant_rights(p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) TO kam_app;

--
-- Name: FUNCTION hand_over(p_from_id bigint, p_to_id bigint, p_account_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.hand_over(p_from_id bigint, p_to_id bigint, p_account_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.hand_over(p_from_id bigint, p_to_id bigint, p_account_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION leave_contact(p_id bigint, p_left_on date, p_successor_id bigint, p_went_to text, p_note text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.leave_contact(p_id bigint, p_left_on date, p_successor_id bigint, p_went_to text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.leave_contact(p_id bigint, p_left_on date, p_successor_id bigint, p_went_to text, p_note text) TO kam_app;

--
-- Name: FUNCTION lend_document(p_document_id bigint, p_borrower_id bigint, p_due_on date, p_purpose text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.lend_document(p_document_id bigint, p_borrower_id bigint, p_due_on date, p_purpose text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.lend_document(p_document_id bigint, p_borrower_id bigint, p_due_on date, p_purpose text) TO kam_app;

--
-- Name: FUNCTION list_accesses(p_subject_kind text, p_subject_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_accesses(p_subject_kind text, p_subject_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_accesses(p_subject_kind text, p_subject_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_accesses(p_subject_kind text, p_subject_id bigint) TO kam_api;

--
-- Name: FUNCTION list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text, p_tag text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text, p_tag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text, p_tag text) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_accounts(p_limit integer, p_after_id bigint, p_owner_id bigint, p_parent_id bigint, p_kind kam.account_kind, p_state kam.account_state, p_region text, p_grade text, p_tag text) TO kam_api;

--
-- Name: FUNCTION list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_assignments(p_limit integer, p_after_assignment_id bigint, p_person_id bigint, p_post_id bigint, p_on_day date) TO kam_api;

--
-- Name: FUNCTION list_care_dates(p_from date, p_days integer); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_care_dates(p_from date, p_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_care_dates(p_from date, p_days integer) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_care_dates(p_from date, p_days integer) TO kam_api;

--
-- Name: FUNCTION list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_certificates(p_limit integer, p_after_id bigint, p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_changes(p_limit integer, p_after_id bigint, p_account_id bigint, p_state kam.change_request_state, p_proposer_id bigint) TO kam_api;

--
-- Name: FUNCTION list_changes_to_decide(p_limit integer, p_after_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_changes_to_decide(p_limit integer, p_after_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_changes_to_decide(p_limit integer, p_after_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_changes_to_decide(p_limit integer, p_after_id bigint) TO kam_api;

--
-- Name: FUNCTION list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_collaborators(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_contacts(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION list_departures(p_account_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_departures(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_departures(p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_departures(p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_documents(p_limit integer, p_after_id bigint, p_account_id bigint, p_kind kam.document_kind) TO kam_api;

--
-- Name: FUNCTION list_duplicates(p_limit integer, p_after_account_id bigint, p_after_other_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.list_duplicates(p_limit integer, p_after_account_id bigint, p_after_other_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_duplicates(p_limit integer, p_after_account_id bigint, p_after_other_id bigint) TO kam_app;

--
-- Name: FUNCTION list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_expiring_documents(p_limit integer, p_after_expires_on date, p_after_id bigint, p_within_days integer, p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION list_grades(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_grades() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_grades() TO kam_app;
GRANT ALL ON FUNCTION api_1.list_grades() TO kam_api;

--
-- Name: FUNCTION list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_grants(p_limit integer, p_after_id bigint, p_person_id bigint, p_current_only boolean) TO kam_api;

--
-- Name: FUNCTION list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_handovers(p_limit integer, p_after_id bigint, p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION list_holders(p_post_id bigint, p_on_day date); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_holders(p_post_id bigint, p_on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_holders(p_post_id bigint, p_on_day date) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_holders(p_post_id bigint, p_on_day date) TO kam_api;

--
-- Name: FUNCTION list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_incomplete(p_limit integer, p_after_id bigint, p_owner_id bigint, p_kind kam.account_kind, p_missing kam.account_fact) TO kam_api;

--
-- Name: FUNCTION list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_interactions(p_limit integer, p_after_id bigint, p_account_id bigint, p_unanswered_only boolean) TO kam_api;

--
-- Name: FUNCTION list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_journal_records(p_limit integer, p_after_seq bigint, p_subject_kind text, p_subject_id bigint, p_person_id bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_act text, p_denied_only boolean) TO kam_api;

--
-- Name: FUNCTION list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_key_persons(p_limit integer, p_after_id bigint, p_account_id bigint, p_role kam.contact_role) TO kam_api;

--
-- Name: FUNCTION list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_loans(p_limit integer, p_after_due_on date, p_after_id bigint, p_document_id bigint, p_open_only boolean, p_overdue_only boolean) TO kam_api;

--
-- Name: FUNCTION list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_members(p_limit integer, p_after_id bigint, p_account_id bigint, p_unserved_only boolean) TO kam_api;

--
-- Name: FUNCTION list_merges(p_limit integer, p_after_id bigint, p_account_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_merges(p_limit integer, p_after_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_merges(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_merges(p_limit integer, p_after_id bigint, p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION list_misgraded(p_limit integer, p_after_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_misgraded(p_limit integer, p_after_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_misgraded(p_limit integer, p_after_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_misgraded(p_limit integer, p_after_id bigint) TO kam_api;

--
-- Name: FUNCTION list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_next_steps(p_limit integer, p_after_next_step_on date, p_after_id bigint, p_until_on date, p_owner_id bigint) TO kam_api;

--
-- Name: FUNCTION list_notices(p_limit integer, p_after_id bigint, p_read boolean); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_notices(p_limit integer, p_after_id bigint, p_read boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_notices(p_limit integer, p_after_id bigint, p_read boolean) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_notices(p_limit integer, p_after_id bigint, p_read boolean) TO kam_api;

--
-- Name: FUNCTION list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_overdue_visits(p_limit integer, p_after_due_on date, p_after_id bigint, p_within_days integer, p_owner_id bigint) TO kam_api;

--
-- Name: FUNCTION list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_posts(p_limit integer, p_after_id bigint, p_unit_id bigint) TO kam_api;

--
-- Name: FUNCTION list_requirements(p_kind kam.account_kind); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_requirements(p_kind kam.account_kind) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_requirements(p_kind kam.account_kind) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_requirements(p_kind kam.account_kind) TO kam_api;

--
-- Name: FUNCTION list_rights(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_rights() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_rights() TO kam_app;
GRANT ALL ON FUNCTION api_1.list_rights() TO kam_api;

--
-- Name: FUNCTION list_role_differences(p_role text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_role_differences(p_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_role_differences(p_role text) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_role_differences(p_role text) TO kam_api;

--
-- Name: FUNCTION list_roles(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_roles() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_roles() TO kam_app;
GRANT ALL ON FUNCTION api_1.list_roles() TO kam_api;

--
-- Name: FUNCTION list_sessions(); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.list_sessions() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_sessions() TO kam_app;

--
-- Name: FUNCTION list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_stale(p_limit integer, p_after_confirmed_at timestamp with time zone, p_after_id bigint, p_owner_id bigint, p_grade text) TO kam_api;

--
-- Name: FUNCTION list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_unanswered(p_limit integer, p_after_occurred_at timestamp with time zone, p_after_id bigint, p_account_id bigint, p_days_min integer) TO kam_api;

--
-- Name: FUNCTION list_units(); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_units() FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_units() TO kam_app;
GRANT ALL ON FUNCTION api_1.list_units() TO kam_api;

--
-- Name: FUNCTION list_user_sessions(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.list_user_sessions(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_user_sessions(p_id bigint) TO kam_app;

--
-- Name: FUNCTION list_users(p_limit integer, p_after_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_users(p_limit integer, p_after_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_users(p_limit integer, p_after_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_users(p_limit integer, p_after_id bigint) TO kam_api;

--
-- Name: FUNCTION list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_visit_plans(p_limit integer, p_after_planned_on date, p_after_id bigint, p_account_id bigint, p_person_id bigint, p_state kam.visit_plan_state, p_from_on date, p_until_on date) TO kam_api;

--
-- Name: FUNCTION list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date) TO kam_app;
GRANT ALL ON FUNCTION api_1.list_visitors(p_limit integer, p_after_id bigint, p_account_id bigint, p_from_on date, p_until_on date) TO kam_api;

--
-- Name: FUNCTION mark_notices_read(p_ids bigint[], p_up_to_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.mark_notices_read(p_ids bigint[], p_up_to_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.mark_notices_read(p_ids bigint[], p_up_to_id bigint) TO kam_app;

--
-- Name: FUNCTION merge_account(p_id bigint, p_into_id bigint, p_reason text, p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.merge_account(p_id bigint, p_into_id bigint, p_reason text, p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.merge_account(p_id bigint, p_into_id bigint, p_reason text, p_etag text) TO kam_app;

--
-- Name: FUNCTION names_of(p_person_ids bigint[]); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.names_of(p_person_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.names_of(p_person_ids bigint[]) TO kam_app;
GRANT ALL ON FUNCTION api_1.names_of(p_person_ids bigint[]) TO kam_api;

--
-- Name: FUNCTION plan_due_visits(p_until_on date, p_owner_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.plan_due_visits(p_until_on date, p_owner_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.plan_due_visits(p_until_on date, p_owner_id bigint) TO kam_app;

--
-- Name: FUNCTION propose_change(p_account api_1.account, p_update_mask text[], p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.propose_change(p_account api_1.account, p_update_mask text[], p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.propose_change(p_account api_1.account, p_update_mask text[], p_reason text) TO kam_app;

--
-- Name: FUNCTION read_account(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.read_account(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.read_account(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION read_contact(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.read_contact(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.read_contact(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION read_interaction(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.read_interaction(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.read_interaction(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION register_member(p_member api_1.member); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.register_member(p_member api_1.member) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.register_member(p_member api_1.member) TO kam_app;

--
-- Name: FUNCTION reject_change(p_id bigint, p_remark text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reject_change(p_id bigint, p_remark text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reject_change(p_id bigint, p_remark text) TO kam_app;

--
-- Name: FUNCTION remove_certificate(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.remove_certificate(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.remove_certificate(p_id bigint) TO kam_app;

--
-- Name: FUNCTION remove_member(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.remove_member(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.remove_member(p_id bigint) TO kam_app;

--
-- Name: FUNCTION remove_role_right(p_role text, p_right text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.remove_role_right(p_role text, p_right text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.remove_role_right(p_role text, p_right text) TO kam_app;

--
-- Name: FUNCTION reset_role_right(p_role text, p_right text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reset_role_right(p_role text, p_right text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reset_role_right(p_role text, p_right text) TO kam_app;

--
-- Name: FUNCTION reset_second_factor(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reset_second_factor(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reset_second_factor(p_id bigint) TO kam_app;

--
-- Name: FUNCTION reset_user(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reset_user(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reset_user(p_id bigint) TO kam_app;

--
-- Name: FUNCTION return_contact(p_id bigint, p_returned_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.return_contact(p_id bigint, p_returned_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.return_contact(p_id bigint, p_returned_on date) TO kam_app;

--
-- Name: FUNCTION return_document(p_document_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.return_document(p_document_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.return_document(p_document_id bigint) TO kam_app;

--
-- Name: FUNCTION reveal_account(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reveal_account(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reveal_account(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION reveal_changes(p_seq bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reveal_changes(p_seq bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reveal_changes(p_seq bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION reveal_contact(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reveal_contact(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reveal_contact(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION reveal_document(p_id bigint, p_reason text, p_byte_offset bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.reveal_document(p_id bigint, p_reason text, p_byte_offset bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.reveal_document(p_id bigint, p_reason text, p_byte_offset bigint) TO kam_app;

--
-- Name: FUNCTION revoke_grant(p_id bigint, p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.revoke_grant(p_id bigint, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.revoke_grant(p_id bigint, p_ends_on date) TO kam_app;

--
-- Name: FUNCTION role_template_of(p_code text); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.role_template_of(p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.role_template_of(p_code text) TO kam_app;
GRANT ALL ON FUNCTION api_1.role_template_of(p_code text) TO kam_api;

--
-- Name: FUNCTION search_accounts(p_query text); Type: ACL; Schema: api_1; Owner: kam_search
--

REVOKE ALL ON FUNCTION api_1.search_accounts(p_query text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.search_accounts(p_query text) TO kam_app;
GRANT ALL ON FUNCTION api_1.search_accounts(p_query text) TO kam_api;

--
-- Name: FUNCTION search_users(p_query text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.search_users(p_query text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.search_users(p_query text) TO kam_app;

--
-- Name: FUNCTION set_grade(p_grade api_1.grade); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.set_grade(p_grade api_1.grade) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.set_grade(p_grade api_1.grade) TO kam_app;

--
-- Name: FUNCTION set_requirement(p_requirement api_1.requirement); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.set_requirement(p_requirement api_1.requirement) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.set_requirement(p_requirement api_1.requirement) TO kam_app;

--
-- Name: FUNCTION set_role_right(p_role text, p_right text, p_scope kam.scope); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.set_role_right(p_role text, p_right text, p_scope kam.scope) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.set_role_right(p_role text, p_right text, p_scope kam.scope) TO kam_app;

--
-- Name: FUNCTION simulate(p_person_id bigint, p_role text, p_unit_id bigint, p_grantor_id bigint, p_rights text[], p_ends_on date); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.simulate(p_person_id bigint, p_role text, p_unit_id bigint, p_grantor_id bigint, p_rights text[], p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.simulate(p_person_id bigint, p_role text, p_unit_id bigint, p_grantor_id bigint, p_rights text[], p_ends_on date) TO kam_app;

--
-- Name: FUNCTION tag_account(p_id bigint, p_add text[], p_remove text[]); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.tag_account(p_id bigint, p_add text[], p_remove text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.tag_account(p_id bigint, p_add text[], p_remove text[]) TO kam_app;

--
-- Name: FUNCTION undo_handover(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.undo_handover(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.undo_handover(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION units_of(p_keys jsonb); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.units_of(p_keys jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.units_of(p_keys jsonb) TO kam_app;
GRANT ALL ON FUNCTION api_1.units_of(p_keys jsonb) TO kam_api;

--
-- Name: FUNCTION unmerge_account(p_id bigint, p_reason text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.unmerge_account(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.unmerge_account(p_id bigint, p_reason text) TO kam_app;

--
-- Name: FUNCTION update_account(p_account api_1.account, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_account(p_account api_1.account, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_account(p_account api_1.account, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_contact(p_contact api_1.contact, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_contact(p_contact api_1.contact, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_contact(p_contact api_1.contact, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_document(p_document api_1.document, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_document(p_document api_1.document, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_document(p_document api_1.document, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_member(p_member api_1.member, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_member(p_member api_1.member, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_member(p_member api_1.member, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_post(p_post api_1.post, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_post(p_post api_1.post, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_post(p_post api_1.post, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_unit(p_unit api_1.unit, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_unit(p_unit api_1.unit, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_unit(p_unit api_1.unit, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION update_user(p_user api_1."user", p_update_mask text[]); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_user(p_user api_1."user", p_update_mask text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_user(p_user api_1."user", p_update_mask text[]) TO kam_app;

--
-- Name: FUNCTION update_visit_plan(p_plan api_1.visit_plan, p_update_mask text[], p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.update_visit_plan(p_plan api_1.visit_plan, p_update_mask text[], p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.update_visit_plan(p_plan api_1.visit_plan, p_update_mask text[], p_etag text) TO kam_app;

--
-- Name: FUNCTION upload_chunk(p_id bigint, p_byte_offset bigint, p_content bytea, p_sha256 text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.upload_chunk(p_id bigint, p_byte_offset bigint, p_content bytea, p_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.upload_chunk(p_id bigint, p_byte_offset bigint, p_content bytea, p_sha256 text) TO kam_app;

--
-- Name: FUNCTION user_of(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_owner
--

REVOKE ALL ON FUNCTION api_1.user_of(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.user_of(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION api_1.user_of(p_id bigint) TO kam_api;

--
-- Name: FUNCTION verify_account(p_id bigint, p_etag text); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.verify_account(p_id bigint, p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.verify_account(p_id bigint, p_etag text) TO kam_app;

--
-- Name: FUNCTION verify_journal(p_from_seq bigint, p_records_max integer, p_head_seq bigint, p_head_hash bytea); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.verify_journal(p_from_seq bigint, p_records_max integer, p_head_seq bigint, p_head_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.verify_journal(p_from_seq bigint, p_records_max integer, p_head_seq bigint, p_head_hash bytea) TO kam_app;

--
-- Name: FUNCTION who_can(p_right text, p_subject_kind text, p_subject_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.who_can(p_right text, p_subject_kind text, p_subject_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.who_can(p_right text, p_subject_kind text, p_subject_id bigint) TO kam_app;

--
-- Name: FUNCTION why_not(p_person_id bigint, p_method text, p_subject_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.why_not(p_person_id bigint, p_method text, p_subject_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.why_not(p_person_id bigint, p_method text, p_subject_id bigint) TO kam_app;

--
-- Name: FUNCTION withdraw_change(p_id bigint); Type: ACL; Schema: api_1; Owner: kam_api
--

REVOKE ALL ON FUNCTION api_1.withdraw_change(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api_1.withdraw_change(p_id bigint) TO kam_app;

--
-- Name: FUNCTION attempt_key(VARIADIC p_parts text[]); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.attempt_key(VARIADIC p_parts text[]) FROM PUBLIC;

--
-- Name: TABLE known_source; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.known_source TO kam_auth;

--
-- Name: FUNCTION knows_source(p_person_id bigint, p_source text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.knows_source(p_person_id bigint, p_source text) FROM PUBLIC;

--
-- Name: FUNCTION source(p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.source(p_origin text) FROM PUBLIC;

--
-- Name: FUNCTION account_key(p_login text, p_person_id bigint, p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.account_key(p_login text, p_person_id bigint, p_origin text) FROM PUBLIC;

--
-- Name: FUNCTION base32(p_bytes bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.base32(p_bytes bytea) FROM PUBLIC;

--
-- Name: FUNCTION begin_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_password_expired boolean, OUT expires_at timestamp with time zone, OUT crowded_out integer); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.begin_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_password_expired boolean, OUT expires_at timestamp with time zone, OUT crowded_out integer) FROM PUBLIC;

--
-- Name: FUNCTION certificate_begin(p_names text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.certificate_begin(p_names text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.certificate_begin(p_names text) TO kam_app;

--
-- Name: FUNCTION certificate_holder(p_names text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.certificate_holder(p_names text) FROM PUBLIC;

--
-- Name: FUNCTION code_failed(p_person_id bigint, p_origin text, p_method text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.code_failed(p_person_id bigint, p_origin text, p_method text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.code_failed(p_person_id bigint, p_origin text, p_method text) TO kam_app;

--
-- Name: FUNCTION confirm_second_factor(p_token_hash bytea, p_step bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.confirm_second_factor(p_token_hash bytea, p_step bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.confirm_second_factor(p_token_hash bytea, p_step bigint) TO kam_app;

--
-- Name: FUNCTION count_attempt(p_key bytea, p_free integer, p_most integer); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.count_attempt(p_key bytea, p_free integer, p_most integer) FROM PUBLIC;

--
-- Name: FUNCTION delay_s(p_failures integer, p_free integer, p_most integer); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.delay_s(p_failures integer, p_free integer, p_most integer) FROM PUBLIC;

--
-- Name: FUNCTION end_session(p_person_id bigint, p_id bigint, p_reason text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.end_session(p_person_id bigint, p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.end_session(p_person_id bigint, p_id bigint, p_reason text) TO kam_api;

--
-- Name: FUNCTION end_sessions(p_person_id bigint, p_reason text, p_except bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.end_sessions(p_person_id bigint, p_reason text, p_except bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.end_sessions(p_person_id bigint, p_reason text, p_except bytea) TO kam_api;

--
-- Name: FUNCTION enrol_second_factor(p_token_hash bytea, p_sealed bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.enrol_second_factor(p_token_hash bytea, p_sealed bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.enrol_second_factor(p_token_hash bytea, p_sealed bytea) TO kam_app;

--
-- Name: FUNCTION first_admin(p_login text, p_name text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.first_admin(p_login text, p_name text) FROM PUBLIC;

--
-- Name: FUNCTION former_passwords(p_token_hash bytea, p_one_time_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.former_passwords(p_token_hash bytea, p_one_time_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.former_passwords(p_token_hash bytea, p_one_time_hash bytea) TO kam_app;

--
-- Name: FUNCTION keep_services_without_password(); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.keep_services_without_password() FROM PUBLIC;

--
-- Name: FUNCTION login_begin(p_login text, p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.login_begin(p_login text, p_origin text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.login_begin(p_login text, p_origin text) TO kam_app;

--
-- Name: FUNCTION login_failed(p_login text, p_person_id bigint, p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.login_failed(p_login text, p_person_id bigint, p_origin text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.login_failed(p_login text, p_person_id bigint, p_origin text) TO kam_app;

--
-- Name: FUNCTION login_halfway(p_login text, p_person_id bigint, p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.login_halfway(p_login text, p_person_id bigint, p_origin text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.login_halfway(p_login text, p_person_id bigint, p_origin text) TO kam_app;

--
-- Name: FUNCTION logout(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.logout(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.logout(p_token_hash bytea) TO kam_app;

--
-- Name: FUNCTION new_one_time_token(p_person_id bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.new_one_time_token(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.new_one_time_token(p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION note_source(p_person_id bigint, p_origin text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.note_source(p_person_id bigint, p_origin text) FROM PUBLIC;

--
-- Name: TABLE setting; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.setting TO kam_auth;
GRANT SELECT ON TABLE core.setting TO kam_api;
GRANT SELECT ON TABLE core.setting TO kam_job;

--
-- Name: FUNCTION setting(p_name text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.setting(p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.setting(p_name text) TO kam_api;
GRANT ALL ON FUNCTION core.setting(p_name text) TO kam_mover;
GRANT ALL ON FUNCTION core.setting(p_name text) TO kam_auth;
GRANT ALL ON FUNCTION core.setting(p_name text) TO kam_job;

--
-- Name: FUNCTION number_setting(p_name text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.number_setting(p_name text) FROM PUBLIC;

--
-- Name: FUNCTION open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.open_by_certificate(p_names text, p_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) TO kam_app;

--
-- Name: FUNCTION open_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step bigint, p_recovery_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.open_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step bigint, p_recovery_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.open_session(p_person_id bigint, p_token_hash bytea, p_origin text, p_client text, p_rehash text, p_step bigint, p_recovery_hash bytea) TO kam_app;

--
-- Name: FUNCTION pass_second_factor(p_person_id bigint, p_step bigint, p_recovery_hash bytea, p_origin text, p_method text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.pass_second_factor(p_person_id bigint, p_step bigint, p_recovery_hash bytea, p_origin text, p_method text) FROM PUBLIC;

--
-- Name: FUNCTION password_aged(p_set_at timestamp with time zone); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.password_aged(p_set_at timestamp with time zone) FROM PUBLIC;

--
-- Name: FUNCTION password_of(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.password_of(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.password_of(p_token_hash bytea) TO kam_app;

--
-- Name: FUNCTION purge(); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.purge() FROM PUBLIC;
GRANT ALL ON FUNCTION auth.purge() TO kam_job;

--
-- Name: FUNCTION record(p_outcome kam.outcome, p_person_id bigint, p_origin text, p_method text, p_act text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.record(p_outcome kam.outcome, p_person_id bigint, p_origin text, p_method text, p_act text) FROM PUBLIC;

--
-- Name: FUNCTION redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.redeem(p_one_time_hash bytea, p_password_hash text, p_session_token_hash bytea, p_origin text, p_client text, p_step bigint, p_recovery_hash bytea) TO kam_app;

--
-- Name: FUNCTION redeem_begin(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.redeem_begin(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.redeem_begin(p_token_hash bytea) TO kam_app;

--
-- Name: FUNCTION remember_password(p_person_id bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.remember_password(p_person_id bigint) FROM PUBLIC;

--
-- Name: FUNCTION remove_second_factor(p_token_hash bytea, p_step bigint, p_recovery_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.remove_second_factor(p_token_hash bytea, p_step bigint, p_recovery_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.remove_second_factor(p_token_hash bytea, p_step bigint, p_recovery_hash bytea) TO kam_app;

--
-- Name: FUNCTION reset_person(p_person_id bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.reset_person(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.reset_person(p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION reset_second_factor(p_person_id bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.reset_second_factor(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.reset_second_factor(p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION resume(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.resume(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.resume(p_token_hash bytea) TO kam_app;

--
-- Name: FUNCTION second_factor_of(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.second_factor_of(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.second_factor_of(p_token_hash bytea) TO kam_app;

--
-- Name: FUNCTION session_holder(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.session_holder(p_token_hash bytea) FROM PUBLIC;

--
-- Name: FUNCTION sessions_of(p_person_id bigint); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.sessions_of(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.sessions_of(p_person_id bigint) TO kam_api;

--
-- Name: FUNCTION set_password(p_token_hash bytea, p_password_hash text); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.set_password(p_token_hash bytea, p_password_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.set_password(p_token_hash bytea, p_password_hash text) TO kam_app;

--
-- Name: FUNCTION touch(p_token_hash bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.touch(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION auth.touch(p_token_hash bytea) TO kam_app;

--
-- Name: TABLE login_attempt; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.login_attempt TO kam_auth;

--
-- Name: FUNCTION wait_ms(p_key bytea); Type: ACL; Schema: auth; Owner: kam_auth
--

REVOKE ALL ON FUNCTION auth.wait_ms(p_key bytea) FROM PUBLIC;

--
-- Name: FUNCTION abandon_uploads(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.abandon_uploads() FROM PUBLIC;

--
-- Name: FUNCTION accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text) TO kam_api;
GRANT ALL ON FUNCTION core.accept(p_act text, p_subject_kind text, p_subject_id bigint, p_reply jsonb, p_reason text) TO kam_mover;

--
-- Name: FUNCTION accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text) TO kam_api;
GRANT ALL ON FUNCTION core.accept_disclosure(p_act text, p_kind text, p_record_ids bigint[], p_reason text) TO kam_mover;

--
-- Name: FUNCTION accept_installation(p_act text, p_subject_kind text, p_subject_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.accept_installation(p_act text, p_subject_kind text, p_subject_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.accept_installation(p_act text, p_subject_kind text, p_subject_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.accept_installation(p_act text, p_subject_kind text, p_subject_id bigint) TO kam_mover;
GRANT ALL ON FUNCTION core.accept_installation(p_act text, p_subject_kind text, p_subject_id bigint) TO kam_job;

--
-- Name: FUNCTION accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text) TO kam_api;
GRANT ALL ON FUNCTION core.accept_read(p_act text, p_subject_kind text, p_subject_id bigint, p_reason text) TO kam_mover;

--
-- Name: FUNCTION account_by_code(p_code text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.account_by_code(p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.account_by_code(p_code text) TO kam_app;
GRANT ALL ON FUNCTION core.account_by_code(p_code text) TO kam_api;
GRANT ALL ON FUNCTION core.account_by_code(p_code text) TO kam_mover;

--
-- Name: FUNCTION account_key(p_account_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.account_key(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_auth;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_search;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_audit;
GRANT ALL ON FUNCTION core.account_key(p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION account_name(p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.account_name(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.account_name(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.account_name(p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.account_name(p_id bigint) TO kam_mover;

--
-- Name: FUNCTION acting_for(p_kind text, p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.acting_for(p_kind text, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.acting_for(p_kind text, p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.acting_for(p_kind text, p_id bigint) TO kam_mover;

--
-- Name: FUNCTION after_word(p_word text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.after_word(p_word text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.after_word(p_word text) TO kam_api;
GRANT ALL ON FUNCTION core.after_word(p_word text) TO kam_mover;

--
-- Name: FUNCTION asker(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.asker() FROM PUBLIC;
GRANT ALL ON FUNCTION core.asker() TO kam_app;
GRANT ALL ON FUNCTION core.asker() TO kam_api;
GRANT ALL ON FUNCTION core.asker() TO kam_auth;
GRANT ALL ON FUNCTION core.asker() TO kam_search;
GRANT ALL ON FUNCTION core.asker() TO kam_audit;
GRANT ALL ON FUNCTION core.asker() TO kam_mover;

--
-- Name: FUNCTION begin_write(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.begin_write() FROM PUBLIC;
GRANT ALL ON FUNCTION core.begin_write() TO kam_api;
GRANT ALL ON FUNCTION core.begin_write() TO kam_mover;

--
-- Name: FUNCTION call_part(p_number integer); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.call_part(p_number integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_app;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_api;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_auth;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_search;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_audit;
GRANT ALL ON FUNCTION core.call_part(p_number integer) TO kam_mover;

--
-- Name: FUNCTION body_hash(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.body_hash() FROM PUBLIC;
GRANT ALL ON FUNCTION core.body_hash() TO kam_api;
GRANT ALL ON FUNCTION core.body_hash() TO kam_mover;

--
-- Name: FUNCTION callees(p_account_ids bigint[]); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.callees(p_account_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.callees(p_account_ids bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.callees(p_account_ids bigint[]) TO kam_mover;

--
-- Name: FUNCTION canonical_field(p_value bytea); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.canonical_field(p_value bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION core.canonical_field(p_value bytea) TO kam_api;
GRANT ALL ON FUNCTION core.canonical_field(p_value bytea) TO kam_mover;
GRANT ALL ON FUNCTION core.canonical_field(p_value bytea) TO kam_job;

--
-- Name: FUNCTION canonical_text(p_value text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.canonical_text(p_value text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.canonical_text(p_value text) TO kam_api;
GRANT ALL ON FUNCTION core.canonical_text(p_value text) TO kam_mover;
GRANT ALL ON FUNCTION core.canonical_text(p_value text) TO kam_job;

--
-- Name: TABLE journal; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT ON TABLE kam.journal TO kam_api;
GRANT INSERT ON TABLE kam.journal TO kam_auth;
GRANT SELECT,INSERT ON TABLE kam.journal TO kam_job;
GRANT SELECT ON TABLE kam.journal TO kam_audit;

--
-- Name: COLUMN journal.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(at) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.outcome; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(outcome) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.principal_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(principal_id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.origin; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(origin) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.method; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(method) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.act; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(act) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.right_name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(right_name) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.subject_kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(subject_kind) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.subject_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(subject_id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.reason; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(reason) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.act_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(act_id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.request_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(request_id) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.digest; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(digest) ON TABLE kam.journal TO kam_app;

--
-- Name: COLUMN journal.seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(seq) ON TABLE kam.journal TO kam_app;
GRANT UPDATE(seq) ON TABLE kam.journal TO kam_job;

--
-- Name: COLUMN journal.hash; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(hash) ON TABLE kam.journal TO kam_app;
GRANT UPDATE(hash) ON TABLE kam.journal TO kam_job;

--
-- Name: COLUMN journal.keys; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(keys) ON TABLE kam.journal TO kam_app;
GRANT UPDATE(keys) ON TABLE kam.journal TO kam_job;

--
-- Name: COLUMN journal.salt; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(salt) ON TABLE kam.journal TO kam_app;
GRANT UPDATE(salt) ON TABLE kam.journal TO kam_job;

--
-- Name: FUNCTION canonical_row(p_row kam.journal); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.canonical_row(p_row kam.journal) FROM PUBLIC;
GRANT ALL ON FUNCTION core.canonical_row(p_row kam.journal) TO kam_api;
GRANT ALL ON FUNCTION core.canonical_row(p_row kam.journal) TO kam_mover;
GRANT ALL ON FUNCTION core.canonical_row(p_row kam.journal) TO kam_job;

--
-- Name: FUNCTION carry_rule(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.carry_rule() FROM PUBLIC;
GRANT ALL ON FUNCTION core.carry_rule() TO kam_api;
GRANT ALL ON FUNCTION core.carry_rule() TO kam_mover;

--
-- Name: FUNCTION chain_part(p_after bigint, p_until bigint, p_most integer); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.chain_part(p_after bigint, p_until bigint, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.chain_part(p_after bigint, p_until bigint, p_most integer) TO kam_api;
GRANT ALL ON FUNCTION core.chain_part(p_after bigint, p_until bigint, p_most integer) TO kam_mover;

--
-- Name: FUNCTION leaf(p_row kam.journal); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.leaf(p_row kam.journal) FROM PUBLIC;
GRANT ALL ON FUNCTION core.leaf(p_row kam.journal) TO kam_api;
GRANT ALL ON FUNCTION core.leaf(p_row kam.journal) TO kam_mover;
GRANT ALL ON FUNCTION core.leaf(p_row kam.journal) TO kam_job;

--
-- Name: FUNCTION chained(p_previous bytea, p_row kam.journal); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.chained(p_previous bytea, p_row kam.journal) FROM PUBLIC;
GRANT ALL ON FUNCTION core.chained(p_previous bytea, p_row kam.journal) TO kam_api;
GRANT ALL ON FUNCTION core.chained(p_previous bytea, p_row kam.journal) TO kam_mover;
GRANT ALL ON FUNCTION core.chained(p_previous bytea, p_row kam.journal) TO kam_job;

--
-- Name: FUNCTION changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) TO kam_api;
GRANT ALL ON FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) TO kam_mover;
GRANT ALL ON FUNCTION core.changes_fault(p_id bigint, p_act_id bigint, p_at timestamp with time zone, p_digest bytea) TO kam_job;

--
-- Name: FUNCTION check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text) TO kam_api;
GRANT ALL ON FUNCTION core.check_class(p_old kam.confidentiality, p_new kam.confidentiality, p_owner_id bigint, p_unit_id bigint, p_account_id bigint, p_field text) TO kam_mover;

--
-- Name: SEQUENCE change_request_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.change_request_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.change_request_id_seq TO kam_mover;

--
-- Name: TABLE change_request; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.change_request TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.change_request TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.change_request TO kam_mover;

--
-- Name: COLUMN change_request.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.state; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(state) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.proposer_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(proposer_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.proposed_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(proposed_at) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.decider_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(decider_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.decided_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(decided_at) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: COLUMN change_request.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.change_request TO kam_job;

--
-- Name: FUNCTION check_decider(p_request kam.change_request); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_decider(p_request kam.change_request) FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_decider(p_request kam.change_request) TO kam_api;
GRANT ALL ON FUNCTION core.check_decider(p_request kam.change_request) TO kam_mover;

--
-- Name: FUNCTION check_etag(p_etag text, p_revision bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_etag(p_etag text, p_revision bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_etag(p_etag text, p_revision bigint) TO kam_api;
GRANT ALL ON FUNCTION core.check_etag(p_etag text, p_revision bigint) TO kam_mover;

--
-- Name: FUNCTION check_headcount(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_headcount() FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_headcount() TO kam_api;
GRANT ALL ON FUNCTION core.check_headcount() TO kam_mover;

--
-- Name: FUNCTION check_mask(p_mask text[], p_allowed text[], p_field text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_mask(p_mask text[], p_allowed text[], p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_mask(p_mask text[], p_allowed text[], p_field text) TO kam_api;
GRANT ALL ON FUNCTION core.check_mask(p_mask text[], p_allowed text[], p_field text) TO kam_mover;

--
-- Name: FUNCTION check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.check_member_account(p_account_id bigint, p_member_account_id bigint, p_member_id bigint) TO kam_mover;

--
-- Name: FUNCTION check_merged_code(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.check_merged_code() FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_merged_code() TO kam_api;
GRANT ALL ON FUNCTION core.check_merged_code() TO kam_mover;

--
-- Name: FUNCTION check_places(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_places() FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_places() TO kam_api;
GRANT ALL ON FUNCTION core.check_places() TO kam_mover;

--
-- Name: FUNCTION check_superior(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.check_superior() FROM PUBLIC;
GRANT ALL ON FUNCTION core.check_superior() TO kam_api;
GRANT ALL ON FUNCTION core.check_superior() TO kam_mover;

--
-- Name: FUNCTION chunk_bytes(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.chunk_bytes() FROM PUBLIC;
GRANT ALL ON FUNCTION core.chunk_bytes() TO kam_app;
GRANT ALL ON FUNCTION core.chunk_bytes() TO kam_api;
GRANT ALL ON FUNCTION core.chunk_bytes() TO kam_mover;

--
-- Name: FUNCTION combined(p_parts text[], p_usual text, p_initials boolean, p_max integer); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.combined(p_parts text[], p_usual text, p_initials boolean, p_max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.combined(p_parts text[], p_usual text, p_initials boolean, p_max integer) TO kam_api;
GRANT ALL ON FUNCTION core.combined(p_parts text[], p_usual text, p_initials boolean, p_max integer) TO kam_mover;

--
-- Name: FUNCTION computed_rights(p_person_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.computed_rights(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.computed_rights(p_person_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.computed_rights(p_person_id bigint) TO kam_mover;
GRANT ALL ON FUNCTION core.computed_rights(p_person_id bigint) TO kam_auth;

--
-- Name: FUNCTION customer_keys(p_names text[], p_numbers text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.customer_keys(p_names text[], p_numbers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.customer_keys(p_names text[], p_numbers text[]) TO kam_search;
GRANT ALL ON FUNCTION core.customer_keys(p_names text[], p_numbers text[]) TO kam_api;
GRANT ALL ON FUNCTION core.customer_keys(p_names text[], p_numbers text[]) TO kam_mover;

--
-- Name: FUNCTION day_begins(p_day date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.day_begins(p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_app;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_api;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_auth;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_search;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_audit;
GRANT ALL ON FUNCTION core.day_begins(p_day date) TO kam_mover;

--
-- Name: FUNCTION today(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.today() FROM PUBLIC;
GRANT ALL ON FUNCTION core.today() TO kam_app;
GRANT ALL ON FUNCTION core.today() TO kam_api;
GRANT ALL ON FUNCTION core.today() TO kam_auth;
GRANT ALL ON FUNCTION core.today() TO kam_search;
GRANT ALL ON FUNCTION core.today() TO kam_audit;
GRANT ALL ON FUNCTION core.today() TO kam_mover;
GRANT ALL ON FUNCTION core.today() TO kam_job;

--
-- Name: FUNCTION days_since(p_moment timestamp with time zone); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.days_since(p_moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.days_since(p_moment timestamp with time zone) TO kam_app;
GRANT ALL ON FUNCTION core.days_since(p_moment timestamp with time zone) TO kam_api;
GRANT ALL ON FUNCTION core.days_since(p_moment timestamp with time zone) TO kam_mover;

--
-- Name: FUNCTION decide_role_right(p_role text, p_right text, p_scope kam.scope); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.decide_role_right(p_role text, p_right text, p_scope kam.scope) FROM PUBLIC;
GRANT ALL ON FUNCTION core.decide_role_right(p_role text, p_right text, p_scope kam.scope) TO kam_api;
GRANT ALL ON FUNCTION core.decide_role_right(p_role text, p_right text, p_scope kam.scope) TO kam_mover;

--
-- Name: FUNCTION disclosed(p_kind text, p_record_ids bigint[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) TO kam_mover;
GRANT ALL ON FUNCTION core.disclosed(p_kind text, p_record_ids bigint[]) TO kam_job;

--
-- Name: FUNCTION document_bytes_max(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.document_bytes_max() FROM PUBLIC;
GRANT ALL ON FUNCTION core.document_bytes_max() TO kam_api;
GRANT ALL ON FUNCTION core.document_bytes_max() TO kam_mover;

--
-- Name: FUNCTION document_class(p_kind kam.document_kind); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.document_class(p_kind kam.document_kind) FROM PUBLIC;
GRANT ALL ON FUNCTION core.document_class(p_kind kam.document_kind) TO kam_api;
GRANT ALL ON FUNCTION core.document_class(p_kind kam.document_kind) TO kam_mover;

--
-- Name: FUNCTION drop_changes(p_before date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.drop_changes(p_before date) FROM PUBLIC;
GRANT ALL ON FUNCTION core.drop_changes(p_before date) TO kam_job;

--
-- Name: FUNCTION drop_file(p_document_id bigint, p_state kam.document_state); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) FROM PUBLIC;
GRANT ALL ON FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) TO kam_api;
GRANT ALL ON FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) TO kam_mover;
GRANT ALL ON FUNCTION core.drop_file(p_document_id bigint, p_state kam.document_state) TO kam_job;

--
-- Name: FUNCTION erase_contact(p_id bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.erase_contact(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.erase_contact(p_id bigint) TO kam_api;

--
-- Name: FUNCTION explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text); Type: ACL; Schema: core; Owner: kam_api
--

REVOKE ALL ON FUNCTION core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text) TO kam_app;
GRANT ALL ON FUNCTION core.explain_refusal(p_token_hash bytea, p_method text, p_right text, p_subject_kind text, p_subject_id bigint, p_origin text) TO kam_mover;

--
-- Name: FUNCTION extend_partitions(p_until date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.extend_partitions(p_until date) FROM PUBLIC;

--
-- Name: FUNCTION fail(p_name text, p_field text, VARIADIC p_args text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) TO kam_search;
GRANT ALL ON FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) TO kam_api;
GRANT ALL ON FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) TO kam_mover;
GRANT ALL ON FUNCTION core.fail(p_name text, p_field text, VARIADIC p_args text[]) TO kam_auth;

--
-- Name: TABLE job; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT,UPDATE ON TABLE core.job TO kam_job;

--
-- Name: FUNCTION fail_job(p_name text, p_sqlstate text); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.fail_job(p_name text, p_sqlstate text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.fail_job(p_name text, p_sqlstate text) TO kam_app;

--
-- Name: FUNCTION file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint) TO kam_api;
GRANT ALL ON FUNCTION core.file_part(p_document_id bigint, p_size_bytes bigint, p_byte_offset bigint) TO kam_mover;

--
-- Name: FUNCTION filled(p_text text, p_args text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.filled(p_text text, p_args text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.filled(p_text text, p_args text[]) TO kam_app;
GRANT ALL ON FUNCTION core.filled(p_text text, p_args text[]) TO kam_api;
GRANT ALL ON FUNCTION core.filled(p_text text, p_args text[]) TO kam_mover;

--
-- Name: FUNCTION find_accounts(p_words text[]); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.find_accounts(p_words text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.find_accounts(p_words text[]) TO kam_api;
GRANT ALL ON FUNCTION core.find_accounts(p_words text[]) TO kam_mover;

--
-- Name: FUNCTION find_customers(p_names text[], p_numbers text[]); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.find_customers(p_names text[], p_numbers text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.find_customers(p_names text[], p_numbers text[]) TO kam_api;
GRANT ALL ON FUNCTION core.find_customers(p_names text[], p_numbers text[]) TO kam_mover;

--
-- Name: FUNCTION finish_grant(p_id bigint, p_ends_on date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.finish_grant(p_id bigint, p_ends_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION core.finish_grant(p_id bigint, p_ends_on date) TO kam_api;
GRANT ALL ON FUNCTION core.finish_grant(p_id bigint, p_ends_on date) TO kam_mover;

--
-- Name: FUNCTION first_of(p_ids bigint[], p_max integer); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.first_of(p_ids bigint[], p_max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.first_of(p_ids bigint[], p_max integer) TO kam_api;
GRANT ALL ON FUNCTION core.first_of(p_ids bigint[], p_max integer) TO kam_mover;

--
-- Name: FUNCTION fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) TO kam_app;
GRANT ALL ON FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) TO kam_api;
GRANT ALL ON FUNCTION core.fitting_grade(p_kind kam.account_kind, p_scale kam.account_scale, p_annual_output bigint) TO kam_mover;

--
-- Name: FUNCTION fold(p_text text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.fold(p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.fold(p_text text) TO kam_api;
GRANT ALL ON FUNCTION core.fold(p_text text) TO kam_mover;

--
-- Name: FUNCTION grade_is_measured(p_code text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.grade_is_measured(p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.grade_is_measured(p_code text) TO kam_app;
GRANT ALL ON FUNCTION core.grade_is_measured(p_code text) TO kam_api;
GRANT ALL ON FUNCTION core.grade_is_measured(p_code text) TO kam_mover;

--
-- Name: FUNCTION hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.hand_accounts(p_handover_id bigint, p_from bigint, p_to bigint, p_unit_id bigint, p_company_id bigint, p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION hand_references(p_handover_id bigint, p_from bigint, p_to bigint, p_account_id bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.hand_references(p_handover_id bigint, p_from bigint, p_to bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.hand_references(p_handover_id bigint, p_from bigint, p_to bigint, p_account_id bigint) TO kam_api;

--
-- Name: FUNCTION hand_rule(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.hand_rule() FROM PUBLIC;
GRANT ALL ON FUNCTION core.hand_rule() TO kam_api;
GRANT ALL ON FUNCTION core.hand_rule() TO kam_mover;

--
-- Name: FUNCTION held_keys(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.held_keys() FROM PUBLIC;
GRANT ALL ON FUNCTION core.held_keys() TO kam_app;
GRANT ALL ON FUNCTION core.held_keys() TO kam_api;
GRANT ALL ON FUNCTION core.held_keys() TO kam_auth;
GRANT ALL ON FUNCTION core.held_keys() TO kam_search;
GRANT ALL ON FUNCTION core.held_keys() TO kam_audit;
GRANT ALL ON FUNCTION core.held_keys() TO kam_mover;
GRANT ALL ON FUNCTION core.held_keys() TO kam_job;

--
-- Name: FUNCTION hidden_accounts(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.hidden_accounts() FROM PUBLIC;
GRANT ALL ON FUNCTION core.hidden_accounts() TO kam_app;
GRANT ALL ON FUNCTION core.hidden_accounts() TO kam_api;
GRANT ALL ON FUNCTION core.hidden_accounts() TO kam_mover;

--
-- Name: FUNCTION holders(p_right text, p_keys bigint[], p_secret boolean); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.holders(p_right text, p_keys bigint[], p_secret boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION core.holders(p_right text, p_keys bigint[], p_secret boolean) TO kam_api;
GRANT ALL ON FUNCTION core.holders(p_right text, p_keys bigint[], p_secret boolean) TO kam_mover;

--
-- Name: FUNCTION holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint); Type: ACL; Schema: core; Owner: kam_api
--

REVOKE ALL ON FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_search;
GRANT ALL ON FUNCTION core.holds(p_right text, p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION identifier_value(p_value text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.identifier_value(p_value text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identifier_value(p_value text) TO kam_search;
GRANT ALL ON FUNCTION core.identifier_value(p_value text) TO kam_api;
GRANT ALL ON FUNCTION core.identifier_value(p_value text) TO kam_mover;

--
-- Name: FUNCTION in_session(p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.in_session(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_auth;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_search;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_audit;
GRANT ALL ON FUNCTION core.in_session(p_id bigint) TO kam_mover;

--
-- Name: FUNCTION index_account(p_account_id bigint, p_new boolean); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.index_account(p_account_id bigint, p_new boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION core.index_account(p_account_id bigint, p_new boolean) TO kam_api;
GRANT ALL ON FUNCTION core.index_account(p_account_id bigint, p_new boolean) TO kam_mover;

--
-- Name: FUNCTION index_accounts(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.index_accounts() FROM PUBLIC;
GRANT ALL ON FUNCTION core.index_accounts() TO kam_api;
GRANT ALL ON FUNCTION core.index_accounts() TO kam_mover;

--
-- Name: FUNCTION index_changed_account(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.index_changed_account() FROM PUBLIC;
GRANT ALL ON FUNCTION core.index_changed_account() TO kam_api;
GRANT ALL ON FUNCTION core.index_changed_account() TO kam_mover;

--
-- Name: FUNCTION index_changed_identifiers(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.index_changed_identifiers() FROM PUBLIC;
GRANT ALL ON FUNCTION core.index_changed_identifiers() TO kam_api;
GRANT ALL ON FUNCTION core.index_changed_identifiers() TO kam_mover;

--
-- Name: FUNCTION indexed_terms(p_account_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.indexed_terms(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.indexed_terms(p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.indexed_terms(p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION inquire(p_account_ids bigint[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.inquire(p_account_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.inquire(p_account_ids bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.inquire(p_account_ids bigint[]) TO kam_mover;

--
-- Name: FUNCTION is_birthday(p_birthday text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.is_birthday(p_birthday text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.is_birthday(p_birthday text) TO kam_api;
GRANT ALL ON FUNCTION core.is_birthday(p_birthday text) TO kam_mover;

--
-- Name: FUNCTION is_served(p_served_on date, p_ended_on date, p_day date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) TO kam_app;
GRANT ALL ON FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) TO kam_api;
GRANT ALL ON FUNCTION core.is_served(p_served_on date, p_ended_on date, p_day date) TO kam_mover;

--
-- Name: FUNCTION join_parts(p_merge_id bigint, p_from bigint, p_into bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.join_parts(p_merge_id bigint, p_from bigint, p_into bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.join_parts(p_merge_id bigint, p_from bigint, p_into bigint) TO kam_api;
GRANT ALL ON FUNCTION core.join_parts(p_merge_id bigint, p_from bigint, p_into bigint) TO kam_mover;

--
-- Name: FUNCTION journal_hash(p_seq bigint); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.journal_hash(p_seq bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.journal_hash(p_seq bigint) TO kam_api;
GRANT ALL ON FUNCTION core.journal_hash(p_seq bigint) TO kam_mover;

--
-- Name: FUNCTION journal_keys(p_row kam.journal); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.journal_keys(p_row kam.journal) FROM PUBLIC;
GRANT ALL ON FUNCTION core.journal_keys(p_row kam.journal) TO kam_api;
GRANT ALL ON FUNCTION core.journal_keys(p_row kam.journal) TO kam_mover;
GRANT ALL ON FUNCTION core.journal_keys(p_row kam.journal) TO kam_job;

--
-- Name: FUNCTION keep_methods(p_methods jsonb); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.keep_methods(p_methods jsonb) FROM PUBLIC;

--
-- Name: FUNCTION keep_partitions(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.keep_partitions() FROM PUBLIC;
GRANT ALL ON FUNCTION core.keep_partitions() TO kam_job;

--
-- Name: FUNCTION key_account(p_account_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.key_account(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.key_account(p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.key_account(p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION language(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.language() FROM PUBLIC;
GRANT ALL ON FUNCTION core.language() TO kam_app;
GRANT ALL ON FUNCTION core.language() TO kam_api;
GRANT ALL ON FUNCTION core.language() TO kam_auth;
GRANT ALL ON FUNCTION core.language() TO kam_search;
GRANT ALL ON FUNCTION core.language() TO kam_audit;
GRANT ALL ON FUNCTION core.language() TO kam_mover;

--
-- Name: FUNCTION last_visit_on(p_account_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.last_visit_on(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.last_visit_on(p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.last_visit_on(p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.last_visit_on(p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION left_over(p_merge_id bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.left_over(p_merge_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.left_over(p_merge_id bigint) TO kam_api;

--
-- Name: FUNCTION load_aliases(p_lines text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.load_aliases(p_lines text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.load_aliases(p_lines text) TO kam_api;
GRANT ALL ON FUNCTION core.load_aliases(p_lines text) TO kam_mover;

--
-- Name: FUNCTION load_phrases(p_lines text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.load_phrases(p_lines text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.load_phrases(p_lines text) TO kam_api;
GRANT ALL ON FUNCTION core.load_phrases(p_lines text) TO kam_mover;

--
-- Name: FUNCTION load_readings(p_lines text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.load_readings(p_lines text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.load_readings(p_lines text) TO kam_api;
GRANT ALL ON FUNCTION core.load_readings(p_lines text) TO kam_mover;

--
-- Name: FUNCTION lock_account_tree(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.lock_account_tree() FROM PUBLIC;
GRANT ALL ON FUNCTION core.lock_account_tree() TO kam_search;
GRANT ALL ON FUNCTION core.lock_account_tree() TO kam_api;
GRANT ALL ON FUNCTION core.lock_account_tree() TO kam_mover;

--
-- Name: FUNCTION lock_change_request(p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.lock_change_request(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.lock_change_request(p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.lock_change_request(p_id bigint) TO kam_mover;

--
-- Name: SEQUENCE document_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.document_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.document_id_seq TO kam_mover;

--
-- Name: TABLE document; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.document TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.document TO kam_mover;

--
-- Name: COLUMN document.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.document TO kam_job;
GRANT SELECT(id) ON TABLE kam.document TO kam_app;
GRANT SELECT(id) ON TABLE kam.document TO kam_search;

--
-- Name: COLUMN document.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.document TO kam_job;
GRANT SELECT(account_id) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(kind) ON TABLE kam.document TO kam_job;
GRANT SELECT(kind) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.title; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(title) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.confidentiality; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confidentiality) ON TABLE kam.document TO kam_job;
GRANT SELECT(confidentiality) ON TABLE kam.document TO kam_app;
GRANT SELECT(confidentiality) ON TABLE kam.document TO kam_search;

--
-- Name: COLUMN document.number_shown; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(number_shown) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.state; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(state),UPDATE(state) ON TABLE kam.document TO kam_job;
GRANT SELECT(state) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.issued_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(issued_on) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.expires_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(expires_on) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.retain_until; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(retain_until) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.place; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(place) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.note; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(note) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.file_name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(file_name) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.media_type; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(media_type) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.size_bytes; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(size_bytes) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.sha256; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(sha256) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.document TO kam_job;
GRANT SELECT(person_id) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.document TO kam_job;
GRANT SELECT(created_at) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.revision; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(revision) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.document TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.document TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.document TO kam_app;

--
-- Name: COLUMN document.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.document TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.document TO kam_app;

--
-- Name: FUNCTION lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text) TO kam_api;
GRANT ALL ON FUNCTION core.lock_document(p_id bigint, p_field text, p_states kam.document_state[], p_fault text) TO kam_mover;

--
-- Name: SEQUENCE visit_plan_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.visit_plan_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.visit_plan_id_seq TO kam_mover;

--
-- Name: TABLE visit_plan; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.visit_plan TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.visit_plan TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.visit_plan TO kam_mover;

--
-- Name: COLUMN visit_plan.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.state; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(state) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.interaction_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(interaction_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: COLUMN visit_plan.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.visit_plan TO kam_job;

--
-- Name: FUNCTION lock_visit_plan(p_id bigint, p_field text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.lock_visit_plan(p_id bigint, p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.lock_visit_plan(p_id bigint, p_field text) TO kam_api;
GRANT ALL ON FUNCTION core.lock_visit_plan(p_id bigint, p_field text) TO kam_mover;

--
-- Name: FUNCTION make_carriers(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.make_carriers() FROM PUBLIC;

--
-- Name: FUNCTION make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) TO kam_api;
GRANT ALL ON FUNCTION core.make_grant(p_grantor_id bigint, p_deputy_id bigint, p_rights text[], p_unit_id bigint, p_starts_on date, p_ends_on date, p_reason text) TO kam_mover;

--
-- Name: FUNCTION mask_birthday(p_birthday text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_birthday(p_birthday text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_birthday(p_birthday text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_birthday(p_birthday text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_birthday(p_birthday text) TO kam_mover;

--
-- Name: FUNCTION mask_text(p_text text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_text(p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_text(p_text text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_text(p_text text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_text(p_text text) TO kam_mover;

--
-- Name: FUNCTION mask_content(p_confidentiality kam.confidentiality, p_text text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_content(p_confidentiality kam.confidentiality, p_text text) TO kam_mover;

--
-- Name: FUNCTION mask_email(p_email text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_email(p_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_email(p_email text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_email(p_email text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_email(p_email text) TO kam_mover;

--
-- Name: FUNCTION mask_number(p_number text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_number(p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_number(p_number text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_number(p_number text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_number(p_number text) TO kam_mover;

--
-- Name: FUNCTION mask_phone(p_phone text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.mask_phone(p_phone text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.mask_phone(p_phone text) TO kam_app;
GRANT ALL ON FUNCTION core.mask_phone(p_phone text) TO kam_api;
GRANT ALL ON FUNCTION core.mask_phone(p_phone text) TO kam_mover;

--
-- Name: FUNCTION masked_image(p_relation text, p_image jsonb); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.masked_image(p_relation text, p_image jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION core.masked_image(p_relation text, p_image jsonb) TO kam_api;
GRANT ALL ON FUNCTION core.masked_image(p_relation text, p_image jsonb) TO kam_mover;

--
-- Name: FUNCTION may_know(p_person_id bigint, p_keys bigint[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.may_know(p_person_id bigint, p_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.may_know(p_person_id bigint, p_keys bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.may_know(p_person_id bigint, p_keys bigint[]) TO kam_mover;

--
-- Name: FUNCTION merge_accounts(p_from bigint, p_into bigint, p_reason text); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.merge_accounts(p_from bigint, p_into bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.merge_accounts(p_from bigint, p_into bigint, p_reason text) TO kam_api;

--
-- Name: FUNCTION method(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.method() FROM PUBLIC;
GRANT ALL ON FUNCTION core.method() TO kam_api;
GRANT ALL ON FUNCTION core.method() TO kam_mover;

--
-- Name: FUNCTION move_references(p_merge_id bigint, p_from bigint, p_into bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.move_references(p_merge_id bigint, p_from bigint, p_into bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.move_references(p_merge_id bigint, p_from bigint, p_into bigint) TO kam_api;

--
-- Name: FUNCTION name_key(p_name text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.name_key(p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.name_key(p_name text) TO kam_search;
GRANT ALL ON FUNCTION core.name_key(p_name text) TO kam_api;
GRANT ALL ON FUNCTION core.name_key(p_name text) TO kam_mover;

--
-- Name: FUNCTION name_keys(p_name text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.name_keys(p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.name_keys(p_name text) TO kam_api;
GRANT ALL ON FUNCTION core.name_keys(p_name text) TO kam_mover;

--
-- Name: FUNCTION name_list(p_names text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.name_list(p_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.name_list(p_names text[]) TO kam_api;
GRANT ALL ON FUNCTION core.name_list(p_names text[]) TO kam_mover;

--
-- Name: FUNCTION name_terms(p_name text, p_source integer); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.name_terms(p_name text, p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.name_terms(p_name text, p_source integer) TO kam_api;
GRANT ALL ON FUNCTION core.name_terms(p_name text, p_source integer) TO kam_mover;

--
-- Name: FUNCTION next_account_revision(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.next_account_revision() FROM PUBLIC;
GRANT ALL ON FUNCTION core.next_account_revision() TO kam_api;
GRANT ALL ON FUNCTION core.next_account_revision() TO kam_mover;

--
-- Name: FUNCTION next_occurrence(p_day date, p_from date); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.next_occurrence(p_day date, p_from date) FROM PUBLIC;
GRANT ALL ON FUNCTION core.next_occurrence(p_day date, p_from date) TO kam_app;
GRANT ALL ON FUNCTION core.next_occurrence(p_day date, p_from date) TO kam_api;
GRANT ALL ON FUNCTION core.next_occurrence(p_day date, p_from date) TO kam_mover;

--
-- Name: FUNCTION next_offset(p_document_id bigint, p_size_bytes bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) TO kam_app;
GRANT ALL ON FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) TO kam_api;
GRANT ALL ON FUNCTION core.next_offset(p_document_id bigint, p_size_bytes bigint) TO kam_mover;

--
-- Name: FUNCTION next_revision(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.next_revision() FROM PUBLIC;
GRANT ALL ON FUNCTION core.next_revision() TO kam_api;
GRANT ALL ON FUNCTION core.next_revision() TO kam_mover;

--
-- Name: FUNCTION notice_subject(p_kind text, p_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.notice_subject(p_kind text, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.notice_subject(p_kind text, p_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.notice_subject(p_kind text, p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.notice_subject(p_kind text, p_id bigint) TO kam_mover;

--
-- Name: FUNCTION notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]) TO kam_job;
GRANT ALL ON FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]) TO kam_api;
GRANT ALL ON FUNCTION core.notify(p_person_ids bigint[], p_kind text, p_subject_kind text, p_subject_id bigint, VARIADIC p_args text[]) TO kam_mover;

--
-- Name: FUNCTION obligations(p_contact_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.obligations(p_contact_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.obligations(p_contact_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.obligations(p_contact_id bigint) TO kam_mover;

--
-- Name: FUNCTION open_to_mover(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.open_to_mover() FROM PUBLIC;

--
-- Name: FUNCTION origin(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.origin() FROM PUBLIC;
GRANT ALL ON FUNCTION core.origin() TO kam_api;
GRANT ALL ON FUNCTION core.origin() TO kam_mover;

--
-- Name: FUNCTION overseers(p_person_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.overseers(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.overseers(p_person_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.overseers(p_person_id bigint) TO kam_mover;

--
-- Name: FUNCTION part_parts(p_merge_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.part_parts(p_merge_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.part_parts(p_merge_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.part_parts(p_merge_id bigint) TO kam_mover;

--
-- Name: FUNCTION place_account(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.place_account() FROM PUBLIC;
GRANT ALL ON FUNCTION core.place_account() TO kam_api;
GRANT ALL ON FUNCTION core.place_account() TO kam_mover;

--
-- Name: FUNCTION place_accounts_below(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.place_accounts_below() FROM PUBLIC;
GRANT ALL ON FUNCTION core.place_accounts_below() TO kam_api;
GRANT ALL ON FUNCTION core.place_accounts_below() TO kam_mover;

--
-- Name: FUNCTION place_unit(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.place_unit() FROM PUBLIC;
GRANT ALL ON FUNCTION core.place_unit() TO kam_api;
GRANT ALL ON FUNCTION core.place_unit() TO kam_mover;

--
-- Name: FUNCTION place_units_below(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.place_units_below() FROM PUBLIC;
GRANT ALL ON FUNCTION core.place_units_below() TO kam_api;
GRANT ALL ON FUNCTION core.place_units_below() TO kam_mover;

--
-- Name: FUNCTION planned_visit_day(p_day date, p_field text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.planned_visit_day(p_day date, p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.planned_visit_day(p_day date, p_field text) TO kam_api;
GRANT ALL ON FUNCTION core.planned_visit_day(p_day date, p_field text) TO kam_mover;

--
-- Name: FUNCTION principal(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.principal() FROM PUBLIC;
GRANT ALL ON FUNCTION core.principal() TO kam_app;
GRANT ALL ON FUNCTION core.principal() TO kam_api;
GRANT ALL ON FUNCTION core.principal() TO kam_auth;
GRANT ALL ON FUNCTION core.principal() TO kam_search;
GRANT ALL ON FUNCTION core.principal() TO kam_audit;
GRANT ALL ON FUNCTION core.principal() TO kam_mover;

--
-- Name: SEQUENCE account_code_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.account_code_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.account_code_seq TO kam_mover;

--
-- Name: SEQUENCE account_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.account_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.account_id_seq TO kam_mover;

--
-- Name: TABLE account; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.account TO kam_api;
GRANT SELECT ON TABLE kam.account TO kam_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.account TO kam_mover;

--
-- Name: COLUMN account.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.account TO kam_job;
GRANT SELECT(id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.code; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(code) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(name) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.short_name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(short_name) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.former_names; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(former_names) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(kind) ON TABLE kam.account TO kam_job;
GRANT SELECT(kind) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.state; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(state) ON TABLE kam.account TO kam_job;
GRANT SELECT(state) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.industry; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(industry) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.region; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(region) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.address; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(address) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.parent_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(parent_id) ON TABLE kam.account TO kam_job;
GRANT SELECT(parent_id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.account TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.account TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.account TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.account TO kam_job;
GRANT SELECT(created_at) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.updated_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(updated_at) ON TABLE kam.account TO kam_job;
GRANT SELECT(updated_at) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.revision; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(revision) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.root_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(root_id) ON TABLE kam.account TO kam_job;
GRANT SELECT(root_id) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.depth; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(depth) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.path; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(path) ON TABLE kam.account TO kam_search;
GRANT SELECT(path) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.confidentiality; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confidentiality) ON TABLE kam.account TO kam_job;
GRANT SELECT(confidentiality) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.scale; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(scale) ON TABLE kam.account TO kam_job;
GRANT SELECT(scale) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.annual_output; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(annual_output) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.grade; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(grade) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.tags; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(tags) ON TABLE kam.account TO kam_app;

--
-- Name: COLUMN account.confirmed_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confirmed_at) ON TABLE kam.account TO kam_job;
GRANT SELECT(confirmed_at) ON TABLE kam.account TO kam_app;

--
-- Name: FUNCTION proposable(p_account kam.account); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.proposable(p_account kam.account) FROM PUBLIC;
GRANT ALL ON FUNCTION core.proposable(p_account kam.account) TO kam_api;
GRANT ALL ON FUNCTION core.proposable(p_account kam.account) TO kam_mover;

--
-- Name: FUNCTION purge_changes(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.purge_changes() FROM PUBLIC;

--
-- Name: FUNCTION purge_notices(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.purge_notices() FROM PUBLIC;

--
-- Name: FUNCTION purge_requests(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.purge_requests() FROM PUBLIC;

--
-- Name: FUNCTION reach(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.reach() FROM PUBLIC;
GRANT ALL ON FUNCTION core.reach() TO kam_app;
GRANT ALL ON FUNCTION core.reach() TO kam_api;
GRANT ALL ON FUNCTION core.reach() TO kam_auth;
GRANT ALL ON FUNCTION core.reach() TO kam_search;
GRANT ALL ON FUNCTION core.reach() TO kam_audit;
GRANT ALL ON FUNCTION core.reach() TO kam_mover;

--
-- Name: FUNCTION row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_app;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_auth;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_search;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_audit;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_mover;
GRANT ALL ON FUNCTION core.row_keys(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_job;

--
-- Name: FUNCTION reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.reaches(p_owner_id bigint, p_unit_id bigint, p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION reason(p_reason text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.reason(p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.reason(p_reason text) TO kam_api;
GRANT ALL ON FUNCTION core.reason(p_reason text) TO kam_mover;

--
-- Name: FUNCTION record_change(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.record_change() FROM PUBLIC;
GRANT ALL ON FUNCTION core.record_change() TO kam_api;
GRANT ALL ON FUNCTION core.record_change() TO kam_mover;

--
-- Name: FUNCTION refresh_rights(p_person_id bigint); Type: ACL; Schema: core; Owner: kam_auth
--

REVOKE ALL ON FUNCTION core.refresh_rights(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.refresh_rights(p_person_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.refresh_rights(p_person_id bigint) TO kam_mover;

--
-- Name: FUNCTION refresh_rights_of(p_person_ids bigint[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.refresh_rights_of(p_person_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.refresh_rights_of(p_person_ids bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.refresh_rights_of(p_person_ids bigint[]) TO kam_mover;
GRANT ALL ON FUNCTION core.refresh_rights_of(p_person_ids bigint[]) TO kam_auth;

--
-- Name: FUNCTION reindex_moved_account(); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.reindex_moved_account() FROM PUBLIC;
GRANT ALL ON FUNCTION core.reindex_moved_account() TO kam_api;
GRANT ALL ON FUNCTION core.reindex_moved_account() TO kam_mover;

--
-- Name: FUNCTION request_accepted(p_person_id bigint, p_request_id bytea); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_app;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_api;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_auth;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_search;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_audit;
GRANT ALL ON FUNCTION core.request_accepted(p_person_id bigint, p_request_id bytea) TO kam_mover;

--
-- Name: FUNCTION request_id(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.request_id() FROM PUBLIC;
GRANT ALL ON FUNCTION core.request_id() TO kam_api;
GRANT ALL ON FUNCTION core.request_id() TO kam_mover;

--
-- Name: FUNCTION require(p_value text, p_field text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.require(p_value text, p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.require(p_value text, p_field text) TO kam_api;
GRANT ALL ON FUNCTION core.require(p_value text, p_field text) TO kam_mover;

--
-- Name: FUNCTION restore_references(p_merge_id bigint, p_from bigint, p_into bigint, p_image jsonb); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.restore_references(p_merge_id bigint, p_from bigint, p_into bigint, p_image jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION core.restore_references(p_merge_id bigint, p_from bigint, p_into bigint, p_image jsonb) TO kam_api;

--
-- Name: FUNCTION return_accounts(p_handover_id bigint, p_from bigint, p_to bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.return_accounts(p_handover_id bigint, p_from bigint, p_to bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.return_accounts(p_handover_id bigint, p_from bigint, p_to bigint) TO kam_api;
GRANT ALL ON FUNCTION core.return_accounts(p_handover_id bigint, p_from bigint, p_to bigint) TO kam_mover;

--
-- Name: FUNCTION return_references(p_handover_id bigint, p_from bigint, p_to bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.return_references(p_handover_id bigint, p_from bigint, p_to bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.return_references(p_handover_id bigint, p_from bigint, p_to bigint) TO kam_api;

--
-- Name: FUNCTION right_in_use(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.right_in_use() FROM PUBLIC;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_app;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_api;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_auth;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_search;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_audit;
GRANT ALL ON FUNCTION core.right_in_use() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_assignment(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_assignment() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_assignment() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_assignment() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_collaboration(); Type: ACL; Schema: core; Owner: kam_auth
--

REVOKE ALL ON FUNCTION core.rights_changed_by_collaboration() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_collaboration() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_collaboration() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_grant(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_grant() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_grant() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_grant() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_person(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_person() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_person() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_person() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_post(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_post() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_post() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_post() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_role(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_role() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_role() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_role() TO kam_mover;

--
-- Name: FUNCTION rights_changed_by_unit(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.rights_changed_by_unit() FROM PUBLIC;
GRANT ALL ON FUNCTION core.rights_changed_by_unit() TO kam_api;
GRANT ALL ON FUNCTION core.rights_changed_by_unit() TO kam_mover;

--
-- Name: FUNCTION run_job(p_name text); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.run_job(p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.run_job(p_name text) TO kam_app;

--
-- Name: FUNCTION seal_journal(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.seal_journal() FROM PUBLIC;

--
-- Name: FUNCTION search_band(p_depth integer, p_length integer); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.search_band(p_depth integer, p_length integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.search_band(p_depth integer, p_length integer) TO kam_api;
GRANT ALL ON FUNCTION core.search_band(p_depth integer, p_length integer) TO kam_mover;

--
-- Name: FUNCTION whole_term(p_word text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.whole_term(p_word text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.whole_term(p_word text) TO kam_api;
GRANT ALL ON FUNCTION core.whole_term(p_word text) TO kam_mover;

--
-- Name: FUNCTION search_matched(p_terms text, p_word text); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.search_matched(p_terms text, p_word text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.search_matched(p_terms text, p_word text) TO kam_api;
GRANT ALL ON FUNCTION core.search_matched(p_terms text, p_word text) TO kam_mover;

--
-- Name: FUNCTION search_words(p_query text, p_cut boolean); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.search_words(p_query text, p_cut boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION core.search_words(p_query text, p_cut boolean) TO kam_api;
GRANT ALL ON FUNCTION core.search_words(p_query text, p_cut boolean) TO kam_mover;

--
-- Name: FUNCTION seat(p_person_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.seat(p_person_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.seat(p_person_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.seat(p_person_id bigint) TO kam_mover;

--
-- Name: FUNCTION secret_among(p_keys bigint[]); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.secret_among(p_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.secret_among(p_keys bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.secret_among(p_keys bigint[]) TO kam_mover;

--
-- Name: FUNCTION secret_subject(p_kind text, p_id bigint, p_keys bigint[]); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.secret_subject(p_kind text, p_id bigint, p_keys bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.secret_subject(p_kind text, p_id bigint, p_keys bigint[]) TO kam_api;
GRANT ALL ON FUNCTION core.secret_subject(p_kind text, p_id bigint, p_keys bigint[]) TO kam_mover;

--
-- Name: FUNCTION settle_references(p_merge_id bigint, p_into bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.settle_references(p_merge_id bigint, p_into bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.settle_references(p_merge_id bigint, p_into bigint) TO kam_api;

--
-- Name: FUNCTION settle_roles(p_role text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.settle_roles(p_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.settle_roles(p_role text) TO kam_api;
GRANT ALL ON FUNCTION core.settle_roles(p_role text) TO kam_mover;

--
-- Name: FUNCTION shown_value(p_field text, p_value jsonb); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.shown_value(p_field text, p_value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION core.shown_value(p_field text, p_value jsonb) TO kam_app;
GRANT ALL ON FUNCTION core.shown_value(p_field text, p_value jsonb) TO kam_api;
GRANT ALL ON FUNCTION core.shown_value(p_field text, p_value jsonb) TO kam_mover;

--
-- Name: FUNCTION spoken(p_callee core.callee, p_language text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.spoken(p_callee core.callee, p_language text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.spoken(p_callee core.callee, p_language text) TO kam_api;
GRANT ALL ON FUNCTION core.spoken(p_callee core.callee, p_language text) TO kam_mover;

--
-- Name: FUNCTION subject(p_kind text, p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.subject(p_kind text, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.subject(p_kind text, p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.subject(p_kind text, p_id bigint) TO kam_mover;
GRANT ALL ON FUNCTION core.subject(p_kind text, p_id bigint) TO kam_job;

--
-- Name: FUNCTION subject_keys(p_kind text, p_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.subject_keys(p_kind text, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.subject_keys(p_kind text, p_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.subject_keys(p_kind text, p_id bigint) TO kam_mover;

--
-- Name: FUNCTION tag_list(p_tags text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.tag_list(p_tags text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.tag_list(p_tags text[]) TO kam_api;
GRANT ALL ON FUNCTION core.tag_list(p_tags text[]) TO kam_mover;

--
-- Name: FUNCTION take_job(); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.take_job() FROM PUBLIC;
GRANT ALL ON FUNCTION core.take_job() TO kam_app;

--
-- Name: FUNCTION take_right(p_person_id bigint, p_right text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.take_right(p_person_id bigint, p_right text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.take_right(p_person_id bigint, p_right text) TO kam_api;
GRANT ALL ON FUNCTION core.take_right(p_person_id bigint, p_right text) TO kam_mover;

--
-- Name: FUNCTION trimmed(p_text text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.trimmed(p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.trimmed(p_text text) TO kam_api;
GRANT ALL ON FUNCTION core.trimmed(p_text text) TO kam_mover;

--
-- Name: FUNCTION unindex_account(p_account_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.unindex_account(p_account_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.unindex_account(p_account_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.unindex_account(p_account_id bigint) TO kam_mover;

--
-- Name: FUNCTION unit_has_accounts(p_unit_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.unit_has_accounts(p_unit_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.unit_has_accounts(p_unit_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.unit_has_accounts(p_unit_id bigint) TO kam_mover;

--
-- Name: FUNCTION unit_head(p_unit_id bigint); Type: ACL; Schema: core; Owner: kam_search
--

REVOKE ALL ON FUNCTION core.unit_head(p_unit_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.unit_head(p_unit_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.unit_head(p_unit_id bigint) TO kam_mover;

--
-- Name: FUNCTION united_keys(p_lists text[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.united_keys(p_lists text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.united_keys(p_lists text[]) TO kam_api;
GRANT ALL ON FUNCTION core.united_keys(p_lists text[]) TO kam_mover;
GRANT ALL ON FUNCTION core.united_keys(p_lists text[]) TO kam_auth;

--
-- Name: FUNCTION unmerge_accounts(p_merge_id bigint); Type: ACL; Schema: core; Owner: kam_mover
--

REVOKE ALL ON FUNCTION core.unmerge_accounts(p_merge_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.unmerge_accounts(p_merge_id bigint) TO kam_api;

--
-- Name: FUNCTION uscc_consistent(p_value text); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.uscc_consistent(p_value text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.uscc_consistent(p_value text) TO kam_api;
GRANT ALL ON FUNCTION core.uscc_consistent(p_value text) TO kam_mover;

--
-- Name: FUNCTION verify_journal(p_from bigint, p_most integer); Type: ACL; Schema: core; Owner: kam_job
--

REVOKE ALL ON FUNCTION core.verify_journal(p_from bigint, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION core.verify_journal(p_from bigint, p_most integer) TO kam_api;
GRANT ALL ON FUNCTION core.verify_journal(p_from bigint, p_most integer) TO kam_mover;

--
-- Name: FUNCTION visitors_of(p_contact_id bigint); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.visitors_of(p_contact_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.visitors_of(p_contact_id bigint) TO kam_api;
GRANT ALL ON FUNCTION core.visitors_of(p_contact_id bigint) TO kam_mover;

--
-- Name: FUNCTION watch(p_table regclass, VARIADIC p_left_out name[]); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.watch(p_table regclass, VARIADIC p_left_out name[]) FROM PUBLIC;

--
-- Name: FUNCTION zero_hash(); Type: ACL; Schema: core; Owner: kam_owner
--

REVOKE ALL ON FUNCTION core.zero_hash() FROM PUBLIC;
GRANT ALL ON FUNCTION core.zero_hash() TO kam_api;
GRANT ALL ON FUNCTION core.zero_hash() TO kam_mover;
GRANT ALL ON FUNCTION core.zero_hash() TO kam_job;

--
-- Name: TABLE account_identifier; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE kam.account_identifier TO kam_api;
GRANT SELECT ON TABLE kam.account_identifier TO kam_search;
GRANT SELECT,UPDATE ON TABLE kam.account_identifier TO kam_mover;

--
-- Name: COLUMN account_identifier.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(id) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: COLUMN account_identifier.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(account_id) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: COLUMN account_identifier.kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(kind) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(kind) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: COLUMN account_identifier.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: COLUMN account_identifier.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: COLUMN account_identifier.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.account_identifier TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.account_identifier TO kam_app;

--
-- Name: TABLE account_identifier_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.account_identifier_shown TO kam_app;

--
-- Name: TABLE account_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.account_shown TO kam_app;

--
-- Name: TABLE person; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.person TO kam_api;
GRANT SELECT ON TABLE kam.person TO kam_auth;
GRANT SELECT ON TABLE kam.person TO kam_search;

--
-- Name: COLUMN person.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.person TO kam_app;
GRANT SELECT(id) ON TABLE kam.person TO kam_job;

--
-- Name: COLUMN person.login; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(login) ON TABLE kam.person TO kam_app;

--
-- Name: COLUMN person.name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(name) ON TABLE kam.person TO kam_app;

--
-- Name: COLUMN person.name_keys; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(name_keys) ON TABLE kam.person TO kam_app;

--
-- Name: COLUMN person.disabled_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(disabled_at) ON TABLE kam.person TO kam_app;
GRANT SELECT(disabled_at) ON TABLE kam.person TO kam_job;

--
-- Name: COLUMN person.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.person TO kam_app;
GRANT SELECT(created_at) ON TABLE kam.person TO kam_job;

--
-- Name: COLUMN person.revision; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(revision) ON TABLE kam.person TO kam_app;

--
-- Name: COLUMN person.service; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(service) ON TABLE kam.person TO kam_app;

--
-- Name: COLUMN person.extension; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(extension) ON TABLE kam.person TO kam_app;

--
-- Name: TABLE unit; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.unit TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.unit TO kam_api;
GRANT SELECT ON TABLE kam.unit TO kam_auth;
GRANT SELECT ON TABLE kam.unit TO kam_search;

--
-- Name: COLUMN unit.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.unit TO kam_job;

--
-- Name: COLUMN unit.kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(kind) ON TABLE kam.unit TO kam_job;

--
-- Name: COLUMN unit.parent_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(parent_id) ON TABLE kam.unit TO kam_job;

--
-- Name: COLUMN unit.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.unit TO kam_job;

--
-- Name: COLUMN unit.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.unit TO kam_job;

--
-- Name: TABLE account_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.account_card TO kam_app;
GRANT SELECT ON TABLE api_1.account_card TO kam_api;

--
-- Name: SEQUENCE contact_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.contact_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.contact_id_seq TO kam_mover;

--
-- Name: TABLE contact; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.contact TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.contact TO kam_mover;

--
-- Name: COLUMN contact.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.contact TO kam_job;
GRANT SELECT(id) ON TABLE kam.contact TO kam_app;
GRANT SELECT(id) ON TABLE kam.contact TO kam_search;

--
-- Name: COLUMN contact.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.contact TO kam_job;
GRANT SELECT(account_id) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(name) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.role; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(role) ON TABLE kam.contact TO kam_job;
GRANT SELECT(role) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.title; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(title) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.key_person; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(key_person) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.contact TO kam_job;
GRANT SELECT(created_at) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.revision; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(revision) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.contact TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.contact TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.contact TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.confidentiality; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confidentiality) ON TABLE kam.contact TO kam_job;
GRANT SELECT(confidentiality) ON TABLE kam.contact TO kam_app;
GRANT SELECT(confidentiality) ON TABLE kam.contact TO kam_search;

--
-- Name: COLUMN contact.preferred_channel; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(preferred_channel) ON TABLE kam.contact TO kam_job;
GRANT SELECT(preferred_channel) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.birthday_masked; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(birthday_masked) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.service_grade; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(service_grade) ON TABLE kam.contact TO kam_job;
GRANT SELECT(service_grade) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.reachable; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(reachable) ON TABLE kam.contact TO kam_app;

--
-- Name: COLUMN contact.erased_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(erased_at) ON TABLE kam.contact TO kam_job;
GRANT SELECT(erased_at) ON TABLE kam.contact TO kam_app;

--
-- Name: SEQUENCE departure_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.departure_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.departure_id_seq TO kam_mover;

--
-- Name: TABLE departure; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.departure TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.departure TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.departure TO kam_mover;

--
-- Name: COLUMN departure.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.contact_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(contact_id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.successor_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(successor_id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.departure TO kam_job;

--
-- Name: COLUMN departure.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.departure TO kam_job;

--
-- Name: TABLE requirement; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.requirement TO kam_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.requirement TO kam_api;

--
-- Name: COLUMN requirement.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.requirement TO kam_job;

--
-- Name: COLUMN requirement.kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(kind) ON TABLE kam.requirement TO kam_job;

--
-- Name: COLUMN requirement.fact; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(fact) ON TABLE kam.requirement TO kam_job;

--
-- Name: TABLE account_quality; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.account_quality TO kam_app;
GRANT SELECT ON TABLE api_1.account_quality TO kam_api;

--
-- Name: TABLE care_date; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.care_date TO kam_app;
GRANT SELECT,INSERT,DELETE ON TABLE kam.care_date TO kam_api;
GRANT SELECT,DELETE,UPDATE ON TABLE kam.care_date TO kam_mover;

--
-- Name: COLUMN care_date.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.care_date TO kam_job;

--
-- Name: COLUMN care_date.contact_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(contact_id) ON TABLE kam.care_date TO kam_job;

--
-- Name: COLUMN care_date.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.care_date TO kam_job;

--
-- Name: COLUMN care_date.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.care_date TO kam_job;

--
-- Name: COLUMN care_date.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.care_date TO kam_job;

--
-- Name: COLUMN care_date.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.care_date TO kam_job;

--
-- Name: TABLE care_date_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.care_date_shown TO kam_app;

--
-- Name: TABLE change_request_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.change_request_card TO kam_app;
GRANT SELECT ON TABLE api_1.change_request_card TO kam_api;

--
-- Name: TABLE change_request_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.change_request_shown TO kam_app;

--
-- Name: SEQUENCE collaboration_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.collaboration_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.collaboration_id_seq TO kam_mover;

--
-- Name: TABLE collaboration; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.collaboration TO kam_app;
GRANT SELECT ON TABLE kam.collaboration TO kam_auth;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.collaboration TO kam_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.collaboration TO kam_mover;

--
-- Name: COLUMN collaboration.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.team_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(team_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.level; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(level) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.starts_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(starts_on) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.ends_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(ends_on) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: COLUMN collaboration.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.collaboration TO kam_job;

--
-- Name: TABLE collaboration_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.collaboration_shown TO kam_app;

--
-- Name: TABLE collaborator_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.collaborator_card TO kam_app;
GRANT SELECT ON TABLE api_1.collaborator_card TO kam_api;

--
-- Name: TABLE contact_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.contact_shown TO kam_app;

--
-- Name: TABLE contact_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.contact_card TO kam_app;
GRANT SELECT ON TABLE api_1.contact_card TO kam_api;

--
-- Name: TABLE departure_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.departure_shown TO kam_app;

--
-- Name: SEQUENCE distinct_pair_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.distinct_pair_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.distinct_pair_id_seq TO kam_mover;

--
-- Name: TABLE distinct_pair; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,UPDATE ON TABLE kam.distinct_pair TO kam_mover;
GRANT SELECT,INSERT ON TABLE kam.distinct_pair TO kam_api;

--
-- Name: COLUMN distinct_pair.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.other_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(other_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: COLUMN distinct_pair.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.distinct_pair TO kam_job;

--
-- Name: TABLE distinct_pair_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.distinct_pair_shown TO kam_app;

--
-- Name: SEQUENCE document_loan_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.document_loan_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.document_loan_id_seq TO kam_mover;

--
-- Name: TABLE document_loan; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.document_loan TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.document_loan TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.document_loan TO kam_mover;

--
-- Name: COLUMN document_loan.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.document_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(document_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.borrower_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(borrower_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.lent_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(lent_at) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.returned_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(returned_at) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: COLUMN document_loan.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.document_loan TO kam_job;

--
-- Name: TABLE document_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.document_card TO kam_app;
GRANT SELECT ON TABLE api_1.document_card TO kam_api;

--
-- Name: TABLE document_loan_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.document_loan_shown TO kam_app;

--
-- Name: TABLE document_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.document_shown TO kam_app;

--
-- Name: SEQUENCE deputy_grant_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.deputy_grant_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.deputy_grant_id_seq TO kam_mover;

--
-- Name: TABLE deputy_grant; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.deputy_grant TO kam_app;
GRANT SELECT ON TABLE kam.deputy_grant TO kam_auth;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.deputy_grant TO kam_api;

--
-- Name: COLUMN deputy_grant.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.grantor_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(grantor_id) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.deputy_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(deputy_id) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.starts_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(starts_on) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.ends_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(ends_on) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: COLUMN deputy_grant.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.deputy_grant TO kam_job;

--
-- Name: TABLE grant_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.grant_card TO kam_app;
GRANT SELECT ON TABLE api_1.grant_card TO kam_api;

--
-- Name: SEQUENCE handover_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.handover_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.handover_id_seq TO kam_mover;

--
-- Name: TABLE handover; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.handover TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.handover TO kam_api;

--
-- Name: COLUMN handover.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.from_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(from_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.to_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(to_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.handed_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(handed_at) ON TABLE kam.handover TO kam_job;

--
-- Name: COLUMN handover.undone_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(undone_at) ON TABLE kam.handover TO kam_job;

--
-- Name: TABLE handover_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.handover_card TO kam_app;
GRANT SELECT ON TABLE api_1.handover_card TO kam_api;

--
-- Name: SEQUENCE interaction_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.interaction_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.interaction_id_seq TO kam_mover;

--
-- Name: TABLE interaction; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.interaction TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.interaction TO kam_mover;

--
-- Name: COLUMN interaction.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(id) ON TABLE kam.interaction TO kam_app;
GRANT SELECT(id) ON TABLE kam.interaction TO kam_search;

--
-- Name: COLUMN interaction.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(account_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.contact_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(contact_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(contact_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.channel; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(channel) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(channel) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.direction; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(direction) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(direction) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.occurred_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(occurred_at) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(occurred_at) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.next_step_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(next_step_on) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.needs_answer; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(needs_answer) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.answered_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(answered_at) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(answered_at) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(person_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(created_at) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.confidentiality; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confidentiality) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(confidentiality) ON TABLE kam.interaction TO kam_app;
GRANT SELECT(confidentiality) ON TABLE kam.interaction TO kam_search;

--
-- Name: COLUMN interaction.ended_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(ended_at) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(ended_at) ON TABLE kam.interaction TO kam_app;

--
-- Name: COLUMN interaction.next_step_done_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(next_step_done_at) ON TABLE kam.interaction TO kam_job;
GRANT SELECT(next_step_done_at) ON TABLE kam.interaction TO kam_app;

--
-- Name: TABLE interaction_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.interaction_shown TO kam_app;

--
-- Name: TABLE interaction_link; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.interaction_link TO kam_app;
GRANT SELECT,INSERT ON TABLE kam.interaction_link TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.interaction_link TO kam_mover;

--
-- Name: TABLE interaction_person; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.interaction_person TO kam_app;
GRANT SELECT,INSERT ON TABLE kam.interaction_person TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.interaction_person TO kam_mover;

--
-- Name: SEQUENCE interaction_visitor_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.interaction_visitor_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.interaction_visitor_id_seq TO kam_mover;

--
-- Name: TABLE interaction_visitor; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.interaction_visitor TO kam_app;
GRANT SELECT,INSERT ON TABLE kam.interaction_visitor TO kam_api;
GRANT SELECT,UPDATE ON TABLE kam.interaction_visitor TO kam_mover;

--
-- Name: COLUMN interaction_visitor.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.interaction_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(interaction_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: COLUMN interaction_visitor.contact_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(contact_id) ON TABLE kam.interaction_visitor TO kam_job;

--
-- Name: TABLE interaction_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.interaction_card TO kam_app;
GRANT SELECT ON TABLE api_1.interaction_card TO kam_api;

--
-- Name: TABLE interaction_line; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.interaction_line TO kam_app;
GRANT SELECT ON TABLE api_1.interaction_line TO kam_api;

--
-- Name: TABLE interaction_link_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.interaction_link_shown TO kam_app;

--
-- Name: TABLE interaction_visitor_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.interaction_visitor_shown TO kam_app;

--
-- Name: TABLE loan_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.loan_card TO kam_app;
GRANT SELECT ON TABLE api_1.loan_card TO kam_api;

--
-- Name: SEQUENCE member_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.member_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.member_id_seq TO kam_mover;

--
-- Name: TABLE member; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.member TO kam_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.member TO kam_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.member TO kam_mover;

--
-- Name: COLUMN member.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.member_account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(member_account_id) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.member TO kam_job;

--
-- Name: COLUMN member.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.member TO kam_job;

--
-- Name: TABLE member_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.member_card TO kam_app;
GRANT SELECT ON TABLE api_1.member_card TO kam_api;

--
-- Name: TABLE member_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.member_shown TO kam_app;

--
-- Name: SEQUENCE merge_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.merge_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.merge_id_seq TO kam_mover;

--
-- Name: TABLE merge; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.merge TO kam_mover;
GRANT SELECT ON TABLE kam.merge TO kam_api;
GRANT SELECT ON TABLE kam.merge TO kam_search;

--
-- Name: COLUMN merge.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.account_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(account_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(account_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(owner_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(owner_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(unit_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(company_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(company_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.into_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(into_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(into_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.merged_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(merged_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(merged_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.parent_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(parent_id) ON TABLE kam.merge TO kam_job;

--
-- Name: COLUMN merge.code; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(code) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(name) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.reason; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(reason) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.merge TO kam_job;
GRANT SELECT(person_id) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.merged_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(merged_at) ON TABLE kam.merge TO kam_job;
GRANT SELECT(merged_at) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.undone_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(undone_at) ON TABLE kam.merge TO kam_job;
GRANT SELECT(undone_at) ON TABLE kam.merge TO kam_app;

--
-- Name: COLUMN merge.undone_by; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(undone_by) ON TABLE kam.merge TO kam_app;

--
-- Name: TABLE merge_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.merge_card TO kam_app;
GRANT SELECT ON TABLE api_1.merge_card TO kam_api;

--
-- Name: TABLE merge_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.merge_shown TO kam_app;

--
-- Name: TABLE assignment; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.assignment TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.assignment TO kam_api;
GRANT SELECT ON TABLE kam.assignment TO kam_auth;
GRANT SELECT ON TABLE kam.assignment TO kam_search;

--
-- Name: COLUMN assignment.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.assignment TO kam_job;

--
-- Name: COLUMN assignment.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.assignment TO kam_job;

--
-- Name: COLUMN assignment.post_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(post_id) ON TABLE kam.assignment TO kam_job;

--
-- Name: COLUMN assignment.starts_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(starts_on) ON TABLE kam.assignment TO kam_job;

--
-- Name: COLUMN assignment.ends_on; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(ends_on) ON TABLE kam.assignment TO kam_job;

--
-- Name: COLUMN assignment.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.assignment TO kam_job;

--
-- Name: TABLE post; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.post TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.post TO kam_api;
GRANT SELECT ON TABLE kam.post TO kam_auth;
GRANT SELECT ON TABLE kam.post TO kam_search;

--
-- Name: COLUMN post.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.post TO kam_job;

--
-- Name: COLUMN post.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(unit_id) ON TABLE kam.post TO kam_job;

--
-- Name: COLUMN post.superior_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(superior_id) ON TABLE kam.post TO kam_job;

--
-- Name: COLUMN post.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.post TO kam_job;

--
-- Name: TABLE post_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.post_card TO kam_app;
GRANT SELECT ON TABLE api_1.post_card TO kam_api;

--
-- Name: TABLE post_holder_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.post_holder_card TO kam_app;
GRANT SELECT ON TABLE api_1.post_holder_card TO kam_api;

--
-- Name: TABLE unit_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.unit_card TO kam_app;
GRANT SELECT ON TABLE api_1.unit_card TO kam_api;

--
-- Name: TABLE grade; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.grade TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.grade TO kam_api;

--
-- Name: COLUMN grade.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.grade TO kam_job;

--
-- Name: COLUMN grade.scale_min; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(scale_min) ON TABLE kam.grade TO kam_job;

--
-- Name: TABLE visit_due; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.visit_due TO kam_app;
GRANT SELECT ON TABLE api_1.visit_due TO kam_api;

--
-- Name: TABLE visit_plan_card; Type: ACL; Schema: api_1; Owner: kam_owner
--

GRANT SELECT ON TABLE api_1.visit_plan_card TO kam_app;
GRANT SELECT ON TABLE api_1.visit_plan_card TO kam_api;

--
-- Name: TABLE visit_plan_shown; Type: ACL; Schema: api_1; Owner: kam_api
--

GRANT SELECT ON TABLE api_1.visit_plan_shown TO kam_app;

--
-- Name: TABLE error; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.error TO kam_app;

--
-- Name: TABLE field_class; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.field_class TO kam_api;

--
-- Name: TABLE journal_head; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.journal_head TO kam_app;
GRANT SELECT ON TABLE core.journal_head TO kam_api;
GRANT SELECT,UPDATE ON TABLE core.journal_head TO kam_job;

--
-- Name: TABLE method; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.method TO kam_api;

--
-- Name: TABLE notice_kind; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.notice_kind TO kam_app;
GRANT SELECT ON TABLE core.notice_kind TO kam_api;

--
-- Name: TABLE subject_kind; Type: ACL; Schema: core; Owner: kam_owner
--

GRANT SELECT ON TABLE core.subject_kind TO kam_api;
GRANT SELECT ON TABLE core.subject_kind TO kam_job;

--
-- Name: SEQUENCE account_identifier_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.account_identifier_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.account_identifier_id_seq TO kam_mover;

--
-- Name: SEQUENCE act_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.act_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.act_id_seq TO kam_mover;
GRANT USAGE ON SEQUENCE kam.act_id_seq TO kam_auth;
GRANT USAGE ON SEQUENCE kam.act_id_seq TO kam_job;

--
-- Name: TABLE alias; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.alias TO kam_search;

--
-- Name: SEQUENCE assignment_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.assignment_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.assignment_id_seq TO kam_mover;

--
-- Name: SEQUENCE care_date_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.care_date_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.care_date_id_seq TO kam_mover;

--
-- Name: TABLE carried; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE kam.carried TO kam_mover;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.carried TO kam_api;

--
-- Name: COLUMN carried.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.carried TO kam_job;

--
-- Name: COLUMN carried.merge_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(merge_id) ON TABLE kam.carried TO kam_job;

--
-- Name: COLUMN carried.handover_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(handover_id) ON TABLE kam.carried TO kam_job;

--
-- Name: SEQUENCE carried_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.carried_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.carried_id_seq TO kam_mover;

--
-- Name: TABLE certificate_name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.certificate_name TO kam_app;
GRANT SELECT ON TABLE kam.certificate_name TO kam_auth;
GRANT SELECT,INSERT,DELETE ON TABLE kam.certificate_name TO kam_api;

--
-- Name: COLUMN certificate_name.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.certificate_name TO kam_job;

--
-- Name: COLUMN certificate_name.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.certificate_name TO kam_job;

--
-- Name: COLUMN certificate_name.created_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(created_at) ON TABLE kam.certificate_name TO kam_job;

--
-- Name: SEQUENCE certificate_name_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.certificate_name_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.certificate_name_id_seq TO kam_mover;

--
-- Name: TABLE change; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT ON TABLE kam.change TO kam_api;
GRANT SELECT,INSERT ON TABLE kam.change TO kam_job;
GRANT INSERT ON TABLE kam.change TO kam_mover;

--
-- Name: COLUMN change.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.change TO kam_mover;

--
-- Name: COLUMN change.relation; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(relation) ON TABLE kam.change TO kam_mover;

--
-- Name: COLUMN change.row_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(row_id) ON TABLE kam.change TO kam_mover;

--
-- Name: COLUMN change.before; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(before),UPDATE(before) ON TABLE kam.change TO kam_mover;

--
-- Name: COLUMN change.after; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(after),UPDATE(after) ON TABLE kam.change TO kam_mover;

--
-- Name: SEQUENCE change_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.change_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.change_id_seq TO kam_mover;
GRANT USAGE ON SEQUENCE kam.change_id_seq TO kam_job;

--
-- Name: TABLE credential; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.credential TO kam_auth;

--
-- Name: TABLE customer_key; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE kam.customer_key TO kam_search;

--
-- Name: TABLE disclosure; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.disclosure TO kam_app;
GRANT SELECT ON TABLE kam.disclosure TO kam_job;
GRANT INSERT ON TABLE kam.disclosure TO kam_api;

--
-- Name: TABLE document_chunk; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE kam.document_chunk TO kam_api;
GRANT DELETE ON TABLE kam.document_chunk TO kam_job;

--
-- Name: COLUMN document_chunk.document_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(document_id) ON TABLE kam.document_chunk TO kam_app;
GRANT SELECT(document_id) ON TABLE kam.document_chunk TO kam_job;

--
-- Name: COLUMN document_chunk.byte_offset; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(byte_offset) ON TABLE kam.document_chunk TO kam_app;

--
-- Name: TABLE effective_right; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.effective_right TO kam_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.effective_right TO kam_auth;

--
-- Name: COLUMN effective_right.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.right_name; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(right_name) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.valid_from; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(valid_from) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.valid_to; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(valid_to) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.scope; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(scope) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.reach; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(reach) ON TABLE kam.effective_right TO kam_app;

--
-- Name: COLUMN effective_right.keys_literal; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(keys_literal) ON TABLE kam.effective_right TO kam_app;

--
-- Name: SEQUENCE grade_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.grade_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.grade_id_seq TO kam_mover;

--
-- Name: TABLE inquiry; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT ON TABLE kam.inquiry TO kam_api;

--
-- Name: COLUMN inquiry.asked; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(asked) ON TABLE kam.inquiry TO kam_api;

--
-- Name: SEQUENCE journal_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.journal_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.journal_id_seq TO kam_mover;
GRANT USAGE ON SEQUENCE kam.journal_id_seq TO kam_auth;
GRANT USAGE ON SEQUENCE kam.journal_id_seq TO kam_job;

--
-- Name: SEQUENCE notice_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.notice_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.notice_id_seq TO kam_mover;
GRANT USAGE ON SEQUENCE kam.notice_id_seq TO kam_job;

--
-- Name: TABLE notice; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.notice TO kam_app;
GRANT SELECT,INSERT ON TABLE kam.notice TO kam_api;
GRANT SELECT,INSERT,DELETE ON TABLE kam.notice TO kam_job;

--
-- Name: COLUMN notice.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.notice TO kam_job;

--
-- Name: COLUMN notice.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.notice TO kam_job;

--
-- Name: COLUMN notice.subject_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(subject_id) ON TABLE kam.notice TO kam_job;

--
-- Name: COLUMN notice.read_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(read_at) ON TABLE kam.notice TO kam_api;
GRANT SELECT(read_at) ON TABLE kam.notice TO kam_job;

--
-- Name: TABLE one_time_token; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.one_time_token TO kam_auth;

--
-- Name: TABLE password_history; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.password_history TO kam_auth;

--
-- Name: SEQUENCE person_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.person_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.person_id_seq TO kam_mover;

--
-- Name: TABLE phrase; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.phrase TO kam_search;

--
-- Name: TABLE pinyin; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.pinyin TO kam_search;

--
-- Name: SEQUENCE post_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.post_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.post_id_seq TO kam_mover;

--
-- Name: TABLE recovery_code; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.recovery_code TO kam_auth;

--
-- Name: TABLE request; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT ON TABLE kam.request TO kam_api;
GRANT SELECT,DELETE ON TABLE kam.request TO kam_job;

--
-- Name: COLUMN request.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.request TO kam_app;

--
-- Name: COLUMN request.request_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(request_id) ON TABLE kam.request TO kam_app;

--
-- Name: COLUMN request.subject_kind; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(subject_kind) ON TABLE kam.request TO kam_mover;

--
-- Name: COLUMN request.subject_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(subject_id) ON TABLE kam.request TO kam_mover;

--
-- Name: COLUMN request.reply; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(reply),UPDATE(reply) ON TABLE kam.request TO kam_mover;

--
-- Name: SEQUENCE requirement_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.requirement_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.requirement_id_seq TO kam_mover;

--
-- Name: TABLE right_atom; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.right_atom TO kam_app;
GRANT SELECT ON TABLE kam.right_atom TO kam_api;
GRANT SELECT ON TABLE kam.right_atom TO kam_auth;

--
-- Name: TABLE role; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.role TO kam_app;
GRANT SELECT,INSERT,UPDATE ON TABLE kam.role TO kam_api;

--
-- Name: COLUMN role.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.role TO kam_job;

--
-- Name: SEQUENCE role_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.role_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.role_id_seq TO kam_mover;

--
-- Name: TABLE role_local; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.role_local TO kam_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.role_local TO kam_api;

--
-- Name: TABLE role_right; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.role_right TO kam_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.role_right TO kam_api;
GRANT SELECT ON TABLE kam.role_right TO kam_auth;

--
-- Name: TABLE role_shipped; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT ON TABLE kam.role_shipped TO kam_app;
GRANT SELECT ON TABLE kam.role_shipped TO kam_api;

--
-- Name: TABLE search_entry; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE kam.search_entry TO kam_search;

--
-- Name: COLUMN search_entry.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(owner_id) ON TABLE kam.search_entry TO kam_search;

--
-- Name: COLUMN search_entry.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(unit_id) ON TABLE kam.search_entry TO kam_search;

--
-- Name: COLUMN search_entry.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(company_id) ON TABLE kam.search_entry TO kam_search;

--
-- Name: TABLE search_term; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE kam.search_term TO kam_search;

--
-- Name: COLUMN search_term.owner_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(owner_id) ON TABLE kam.search_term TO kam_search;

--
-- Name: COLUMN search_term.unit_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(unit_id) ON TABLE kam.search_term TO kam_search;

--
-- Name: COLUMN search_term.company_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT UPDATE(company_id) ON TABLE kam.search_term TO kam_search;

--
-- Name: TABLE second_factor; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.second_factor TO kam_auth;

--
-- Name: COLUMN second_factor.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.second_factor TO kam_app;

--
-- Name: COLUMN second_factor.confirmed_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(confirmed_at) ON TABLE kam.second_factor TO kam_app;

--
-- Name: TABLE session; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE kam.session TO kam_auth;

--
-- Name: COLUMN session.token_hash; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(token_hash) ON TABLE kam.session TO kam_app;
GRANT SELECT(token_hash) ON TABLE kam.session TO kam_api;

--
-- Name: COLUMN session.person_id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(person_id) ON TABLE kam.session TO kam_app;
GRANT SELECT(person_id) ON TABLE kam.session TO kam_api;
GRANT SELECT(person_id) ON TABLE kam.session TO kam_job;

--
-- Name: COLUMN session.opened_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(opened_at) ON TABLE kam.session TO kam_app;
GRANT SELECT(opened_at) ON TABLE kam.session TO kam_api;
GRANT SELECT(opened_at) ON TABLE kam.session TO kam_job;

--
-- Name: COLUMN session.idle_until; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(idle_until) ON TABLE kam.session TO kam_app;
GRANT SELECT(idle_until) ON TABLE kam.session TO kam_api;

--
-- Name: COLUMN session.touch_after; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(touch_after) ON TABLE kam.session TO kam_app;
GRANT SELECT(touch_after) ON TABLE kam.session TO kam_api;

--
-- Name: COLUMN session.expires_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(expires_at) ON TABLE kam.session TO kam_app;
GRANT SELECT(expires_at) ON TABLE kam.session TO kam_api;
GRANT SELECT(expires_at) ON TABLE kam.session TO kam_job;

--
-- Name: COLUMN session.ended_at; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(ended_at) ON TABLE kam.session TO kam_app;
GRANT SELECT(ended_at) ON TABLE kam.session TO kam_api;
GRANT SELECT(ended_at) ON TABLE kam.session TO kam_job;

--
-- Name: COLUMN session.password_expired; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(password_expired) ON TABLE kam.session TO kam_app;
GRANT SELECT(password_expired) ON TABLE kam.session TO kam_api;

--
-- Name: COLUMN session.id; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT SELECT(id) ON TABLE kam.session TO kam_job;

--
-- Name: SEQUENCE session_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.session_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.session_id_seq TO kam_mover;

--
-- Name: SEQUENCE unit_id_seq; Type: ACL; Schema: kam; Owner: kam_owner
--

GRANT USAGE ON SEQUENCE kam.unit_id_seq TO kam_api;
GRANT USAGE ON SEQUENCE kam.unit_id_seq TO kam_mover;

--
-- PostgreSQL database dump complete
--

