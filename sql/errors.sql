-- What a caller is told, by the name of the constraint or of core.fail(). The name is API between the SQL and kamd; reason is API between
-- kamd and its clients; the two texts are for people. {1}, {2} … are the arguments of core.fail(). field is where the fault lies when
-- core.fail() did not say. A name that is missing here reaches the caller as INTERNAL: tests/sql/core/errors.sql lists what is missing.
--
-- Codes are gRPC's: 3 INVALID_ARGUMENT, 5 NOT_FOUND, 6 ALREADY_EXISTS, 8 RESOURCE_EXHAUSTED, 9 FAILED_PRECONDITION, 10 ABORTED, 16 UNAUTHENTICATED.
delete from core.error;

-- Every method ------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('not_found', 5, 'NOT_FOUND', null, '找不到这条记录, 或者您无权查看', 'There is no such record, or none that you may see'),
  ('required', 3, 'FIELD_REQUIRED', null, '必须填写', 'This field is required'),
  ('etag_mismatch', 10, 'ETAG_MISMATCH', 'etag', '记录已被他人修改, 请重新读取后再试', 'The record was changed by somebody else meanwhile: read it again, then repeat the change'),
  ('update_mask_invalid', 3, 'UPDATE_MASK_INVALID', 'update_mask', '字段 {1} 不能这样修改; 可修改: {2}', 'The field {1} cannot be changed here; these can: {2}'),
  ('update_mask_empty', 3, 'UPDATE_MASK_INVALID', 'update_mask', '没有说明要修改哪些字段; 可修改: {1}', 'No field to change was named; these can be: {1}'),
  ('request_id_missing', 3, 'REQUEST_ID_MISSING', null, '写入请求必须带请求号', 'A write needs a request id'),
  ('request_id_reused', 3, 'REQUEST_ID_REUSED', null, '这个请求号已用于另一个请求', 'This request id was used for another request'),
  ('session_missing', 16, 'SESSION_INVALID', null, '会话已失效, 请重新登录', 'The session has ended: log in again'),
  ('login_delayed', 8, 'LOGIN_DELAYED', null, '尝试次数过多, 请 {1} 秒后再试', 'Too many attempts: try again in {1} seconds');

-- Organisation ------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('unit_code_taken', 6, 'UNIT_CODE_TAKEN', 'unit.code', '这个部门编号已被使用', 'Another unit has this code'),
  ('unit_code_form', 3, 'UNIT_CODE_FORM', 'unit.code', '编号由字母、数字和 . _ - 组成, 以字母或数字开头, 最长 32 个字符', 'A code is made of letters, digits and . _ -, begins with a letter or digit and has at most 32 characters'),
  ('unit_name_form', 3, 'UNIT_NAME_FORM', 'unit.name', '名称不能为空, 最长 128 字节', 'A name is not empty and has at most 128 bytes'),
  ('unit_parent_unknown', 3, 'UNIT_PARENT_UNKNOWN', 'unit.parent_id', '没有这个上级部门', 'There is no such parent unit'),
  ('unit_parent_cycle', 9, 'UNIT_PARENT_CYCLE', 'unit.parent_id', '部门不能成为自己的下级', 'A unit cannot come below itself'),
  ('unit_company_is_root', 3, 'UNIT_KIND_INVALID', 'unit.kind', '公司没有上级, 其他部门必须有上级', 'A company has no parent, every other unit has one'),
  ('unit_depth_max', 9, 'UNIT_TOO_DEEP', 'unit.parent_id', '部门层级最多 16 层', 'Units go at most 16 levels deep'),
  ('post_code_taken', 6, 'POST_CODE_TAKEN', 'post.code', '这个岗位编号已被使用', 'Another post has this code'),
  ('post_code_form', 3, 'POST_CODE_FORM', 'post.code', '编号由字母、数字和 . _ - 组成, 以字母或数字开头, 最长 32 个字符', 'A code is made of letters, digits and . _ -, begins with a letter or digit and has at most 32 characters'),
  ('post_name_form', 3, 'POST_NAME_FORM', 'post.name', '名称不能为空, 最长 128 字节', 'A name is not empty and has at most 128 bytes'),
  ('post_unit_unknown', 3, 'UNIT_UNKNOWN', 'post.unit_id', '没有这个部门', 'There is no such unit'),
  ('post_superior_unknown', 3, 'SUPERIOR_UNKNOWN', 'post.superior_id', '没有这个上级岗位', 'There is no such superior post'),
  ('post_superior_cycle', 9, 'SUPERIOR_CYCLE', 'post.superior_id', '岗位不能成为自己的上级', 'A post cannot come above itself'),
  ('post_role_unknown', 3, 'ROLE_UNKNOWN', 'post.role', '没有这个角色', 'There is no such role'),
  ('post_headcount_range', 3, 'HEADCOUNT_RANGE', 'post.headcount', '编制应在 1 到 10000 之间', 'Headcount is 1 to 10,000'),
  ('post_duties_bytes', 3, 'DUTIES_TOO_LONG', 'post.duties', '职责最长 4096 字节', 'Duties have at most 4,096 bytes'),
  ('assignment_person_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个人员', 'There is no such person'),
  ('assignment_post_unknown', 3, 'POST_UNKNOWN', 'post_id', '没有这个岗位', 'There is no such post'),
  ('assignment_dates', 3, 'ASSIGNMENT_DATES', 'ends_on', '结束日期不能早于开始日期', 'The last day cannot come before the first'),
  ('assignment_dates_range', 3, 'ASSIGNMENT_DATES', 'starts_on', '日期应在 1949 年 10 月到 2199 年之间', 'Dates lie between October 1949 and 2199'),
  ('assignment_overlap', 6, 'ASSIGNMENT_OVERLAP', 'starts_on', '此人在这段时间已任该岗位', 'The person already holds this post during this time'),
  ('headcount_full', 9, 'HEADCOUNT_FULL', 'post_id', '该岗位编制 {1} 人已满', 'All {1} places of this post are taken'),
  ('duties_separated', 9, 'DUTIES_SEPARATED', null, '同一人不能既管理角色又校验日志', 'Nobody may both administer roles and verify the journal');

-- Users -------------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('login_taken', 6, 'LOGIN_TAKEN', 'user.login', '这个登录名已被使用', 'Another user has this login'),
  ('person_login_form', 3, 'LOGIN_FORM', 'user.login', '登录名由小写字母、数字和 . _ - 组成, 以字母或数字开头, 最长 64 个字符', 'A login is made of lower-case letters, digits and . _ -, begins with a letter or digit and has at most 64 characters'),
  ('person_name_form', 3, 'PERSON_NAME_FORM', 'user.name', '姓名不能为空, 最长 64 字节', 'A name is not empty and has at most 64 bytes'),
  ('last_administrator', 9, 'LAST_ADMINISTRATOR', null, '至少要有一名长期有效的管理员', 'Somebody must go on being able to administer users and roles');
