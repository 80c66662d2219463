-- What a caller is told, by the name of the constraint or of core.fail(). The name is API between the SQL and kamd; reason is API between
-- kamd and its clients; the two texts are for people. {1}, {2} … are the arguments of core.fail(). field is where the fault lies when
-- core.fail() did not say. A name that is missing here reaches the caller as INTERNAL: tests/sql/core/errors.sql lists what is missing.
--
-- Codes are gRPC's: 3 INVALID_ARGUMENT, 5 NOT_FOUND, 6 ALREADY_EXISTS, 8 RESOURCE_EXHAUSTED, 9 FAILED_PRECONDITION, 10 ABORTED, 16 UNAUTHENTICATED.
delete from core.error;

-- Every method ------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('not_found', 5, 'NOT_FOUND', null, '找不到这条记录，或者您无权查看', 'There is no such record, or none that you may see'),
  ('required', 3, 'FIELD_REQUIRED', null, '必须填写', 'This field is required'),
  ('etag_mismatch', 10, 'ETAG_MISMATCH', 'etag', '记录已被他人修改，请重新读取后再试', 'The record was changed by somebody else meanwhile: read it again, then repeat the change'),
  ('update_mask_invalid', 3, 'UPDATE_MASK_INVALID', 'update_mask', '字段 {1} 不能这样修改；可修改：{2}', 'The field {1} cannot be changed here; these can: {2}'),
  ('update_mask_empty', 3, 'UPDATE_MASK_INVALID', 'update_mask', '没有说明要修改哪些字段；可修改：{1}', 'No field to change was named; these can be: {1}'),
  ('request_id_missing', 3, 'REQUEST_ID_REQUIRED', null, '写入请求必须带请求号', 'A write needs a request id'),
  ('request_id_reused', 3, 'REQUEST_ID_REUSED', null, '这个请求号已用于另一个请求', 'This request id was used for another request'),
  ('session_missing', 16, 'SESSION_MISSING', null, '会话已失效，请重新登录', 'The session has ended: log in again'),
  ('login_delayed', 8, 'LOGIN_DELAYED', null, '尝试次数过多，请 {1} 秒后再试', 'Too many attempts: try again in {1} seconds'),
  ('password_expired', 9, 'PASSWORD_EXPIRED', null, '密码已过期，请先修改密码', 'The password has expired: change it first'),
  ('second_factor_invalid', 16, 'SECOND_FACTOR_INVALID', 'code', '验证码不对或已用过，请用验证器上的下一个验证码', 'The code is wrong or was used already: take the next one of the authenticator'),
  ('second_factor_enrolled', 9, 'SECOND_FACTOR_ENROLLED', null, '第二因素已启用；要更换请先移除', 'A second factor is in force already: remove it before another one is set up'),
  ('second_factor_untried', 9, 'SECOND_FACTOR_MISSING', null, '要求别人之前，请先为自己设置第二因素', 'Set up a second factor of your own before you demand it of others'),
  ('second_factor_demand_whom', 3, 'SECOND_FACTOR_WHOM', 'role', '请指明一个人员或一个角色，且只能选一个', 'Name either a person or a role'),
  ('second_factor_demand_role_unknown', 3, 'ROLE_UNKNOWN', 'role', '没有这个角色', 'There is no such role'),
  ('second_factor_demand_person_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个人员', 'There is no such person'),
  ('second_factor_demanded_of_role', 6, 'SECOND_FACTOR_DEMANDED', 'role', '对这个角色已有此要求', 'It is demanded of this role already'),
  ('second_factor_demanded_of_person', 6, 'SECOND_FACTOR_DEMANDED', 'person_id', '对这个人员已有此要求', 'It is demanded of this person already'),
  ('second_factor_missing', 9, 'SECOND_FACTOR_MISSING', null, '尚未设置第二因素', 'No second factor has been set up');

-- Organisation ------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('unit_code_taken', 6, 'UNIT_CODE_TAKEN', 'unit.code', '这个部门编号已被使用', 'Another unit has this code'),
  ('unit_code_form', 3, 'UNIT_CODE_FORM', 'unit.code', '编号由字母、数字和 . _ - 组成，以字母或数字开头，最长 32 个字符', 'A code is made of letters, digits and . _ -, begins with a letter or digit and has at most 32 characters'),
  ('unit_name_form', 3, 'UNIT_NAME_FORM', 'unit.name', '名称不能为空，最长 128 字节', 'A name is not empty and has at most 128 bytes'),
  ('unit_parent_unknown', 3, 'UNIT_PARENT_UNKNOWN', 'unit.parent_id', '没有这个上级部门', 'There is no such parent unit'),
  ('unit_parent_cycle', 9, 'UNIT_PARENT_CYCLE', 'unit.parent_id', '部门不能成为自己的下级', 'A unit cannot come below itself'),
  ('unit_company_is_root', 3, 'UNIT_KIND_INVALID', 'unit.kind', '公司没有上级，其他部门必须有上级', 'A company has no parent, every other unit has one'),
  ('unit_depth_max', 9, 'UNIT_TOO_DEEP', 'unit.parent_id', '部门层级最多 16 层', 'Units go at most 16 levels deep'),
  ('post_code_taken', 6, 'POST_CODE_TAKEN', 'post.code', '这个岗位编号已被使用', 'Another post has this code'),
  ('post_code_form', 3, 'POST_CODE_FORM', 'post.code', '编号由字母、数字和 . _ - 组成，以字母或数字开头，最长 32 个字符', 'A code is made of letters, digits and . _ -, begins with a letter or digit and has at most 32 characters'),
  ('post_name_form', 3, 'POST_NAME_FORM', 'post.name', '名称不能为空，最长 128 字节', 'A name is not empty and has at most 128 bytes'),
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
  ('headcount_taken', 9, 'HEADCOUNT_FULL', 'post.headcount', '在岗或已安排任职的人数超过 {1}；请先结束任职', 'More than {1} hold this post or will: end assignments first'),
  ('unit_has_accounts', 9, 'UNIT_HAS_ACCOUNTS', 'unit.parent_id', '部门名下还有客户，不能移到另一家公司；请先移交客户', 'The unit has accounts, so it cannot go to another company: hand them over first'),
  ('duties_separated', 9, 'DUTIES_SEPARATED', null, '同一人不能既管理角色又校验日志', 'Nobody may both administer roles and verify the journal');

-- Roles -------------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('role_pkey', 6, 'ROLE_CODE_TAKEN', 'code', '这个角色代码已被使用', 'Another role has this code'),
  ('role_code_form', 3, 'ROLE_CODE_FORM', 'code', '角色代码由大写字母、数字和 _ 组成，以字母开头，最长 32 个字符', 'The code of a role is made of capital letters, digits and _, begins with a letter and has at most 32 characters'),
  ('role_name_form', 3, 'ROLE_NAME_FORM', 'name_zh', '角色名称不能为空，最长 64 字节', 'The name of a role is not empty and has at most 64 bytes'),
  ('role_unknown', 3, 'ROLE_UNKNOWN', 'role', '没有这个角色；“kam org roles” 列出全部角色', 'There is no such role: "kam org roles" lists them'),
  ('role_right_unknown', 3, 'RIGHT_UNKNOWN', 'right', '没有这项权限；“kam roles rights” 列出全部权限', 'There is no such right: "kam roles rights" lists them'),
  ('role_right_absent', 9, 'ROLE_RIGHT_ABSENT', 'right', '这个角色没有这项权限', 'The role does not have this right'),
  ('role_right_not_local', 9, 'ROLE_RIGHT_NOT_LOCAL', 'right', '这项权限没有本地设定，无需恢复', 'Nothing was decided here about this right: it is as shipped'),
  ('role_right_unscoped', 3, 'RIGHT_NOT_SCOPED', 'scope', '“{1}”不按记录区分，只能以“全部”范围授予', '{1} is not asked about single records: a role has it at the scope "all" or not at all'),
  ('role_duties_separated', 9, 'DUTIES_SEPARATED', 'right', '一个角色不能既管理角色又校验日志', 'No role may both administer roles and verify the journal');

-- Deputies and collaborators -------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('grant_to_oneself', 3, 'GRANT_TO_ONESELF', 'deputy_id', '不能授权自己代理自己', 'Nobody is his own deputy'),
  ('grant_rights_count', 3, 'FIELD_TOO_MANY', 'rights', '一次授权包含 1 到 100 项权限', 'A grant names 1 to 100 rights'),
  ('grant_dates', 3, 'GRANT_DATES', 'ends_on', '结束日期不能早于开始日期', 'The last day cannot come before the first'),
  ('grant_dates_range', 3, 'GRANT_DATES', 'ends_on', '日期应在 1949 年 10 月到 2199 年之间', 'Dates lie between October 1949 and 2199'),
  ('grant_in_the_past', 3, 'GRANT_DATES', 'starts_on', '日期已过；授权从今天或以后起算', 'This day is past: a grant begins and ends today or later'),
  ('grant_not_longer', 9, 'GRANT_NOT_LONGER', 'ends_on', '授权至 {1} 为止，只能提前结束；如需延长请另行授权', 'The grant ends on {1} and can only end earlier: to go on longer, make another'),
  ('grant_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 512 字节', 'A reason has at most 512 bytes'),
  ('grant_grantor_unknown', 3, 'PERSON_UNKNOWN', 'grantor_id', '没有这个人员', 'There is no such person'),
  ('grant_deputy_unknown', 3, 'PERSON_UNKNOWN', 'deputy_id', '没有这个人员', 'There is no such person'),
  ('grant_unit_unknown', 3, 'UNIT_UNKNOWN', 'unit_id', '没有这个部门', 'There is no such unit'),
  ('grant_right_unknown', 3, 'RIGHT_UNKNOWN', 'rights', '没有“{1}”这项权限；“kam roles rights” 列出全部权限', 'There is no right {1}: "kam roles rights" lists them'),
  ('grant_right_unscoped', 3, 'RIGHT_NOT_SCOPED', 'unit_id', '“{1}”不按部门区分，不能限于一个部门授予；请单独授予，不指定部门', '{1} cannot be held to a unit: grant it without one, apart from the others'),
  ('grant_overlap', 6, 'GRANT_OVERLAP', 'starts_on', '这段时间内已授予同一代理人“{1}”', 'The same deputy has been granted {1} for some of this time already'),
  ('grant_not_held', 9, 'GRANT_NOT_HELD', 'rights', '授权人在这段时间没有“{1}”这项权限，不能授予', 'The grantor does not hold {1} at that time, so it cannot be granted'),
  ('grant_outlives', 9, 'GRANT_OUTLIVES', 'ends_on', '授权人并非全程拥有“{1}”；请缩短授权期限', 'The grantor does not hold {1} for the whole of this time: make it shorter'),
  ('grant_outreaches', 9, 'GRANT_OUTREACHES', 'unit_id', '授权人的“{1}”不及于这个部门，不能授予', 'The grantor''s {1} does not reach the whole of this unit, so it cannot be granted there'),
  ('collaboration_of_one', 3, 'COLLABORATOR_NOT_ONE', 'person_id', '请指定一位人员或一个部门，二者取一', 'Name a person or a unit, one of the two'),
  ('collaboration_dates', 3, 'COLLABORATION_DATES', 'ends_on', '结束日期不能早于开始日期', 'The last day cannot come before the first'),
  ('collaboration_dates_range', 3, 'COLLABORATION_DATES', 'starts_on', '日期应在 1949 年 10 月到 2199 年之间', 'Dates lie between October 1949 and 2199'),
  ('collaboration_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 512 字节', 'A reason has at most 512 bytes'),
  ('collaboration_person_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个人员', 'There is no such person'),
  ('collaboration_unit_unknown', 3, 'UNIT_UNKNOWN', 'unit_id', '没有这个部门', 'There is no such unit'),
  ('collaboration_not_longer', 9, 'COLLABORATION_NOT_LONGER', 'ends_on', '协作至 {1} 为止，只能提前结束；如需延长请另行添加', 'This part ends on {1} and can only end earlier: to go on longer, add another'),
  ('collaboration_overlap', 6, 'COLLABORATION_OVERLAP', 'starts_on', '对方在这段时间已参与该客户', 'They take part in this account during this time already'),
  ('right_unknown', 3, 'RIGHT_UNKNOWN', 'right', '没有“{1}”这项权限；“kam roles rights” 列出全部权限', 'There is no right {1}: "kam roles rights" lists them'),
  ('method_unknown', 3, 'METHOD_UNKNOWN', 'method', '没有“{1}”这个方法；写法如 Accounts/UpdateAccount', 'There is no method {1}: they are written like Accounts/UpdateAccount'),
  ('person_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个人员', 'There is no such person'),
  ('subject_kind_unknown', 3, 'SUBJECT_KIND_UNKNOWN', 'subject_kind', '没有这种记录；可用：{1}', 'There is no such kind of record; these are: {1}'),
  ('assumption_not_one', 3, 'ASSUMPTION_NOT_ONE', 'role', '请假设一个角色或一次授权，二者取一', 'Assume a role or a grant, one of the two'),
  ('collaboration_team_overlap', 6, 'COLLABORATION_OVERLAP', 'starts_on', '对方在这段时间已参与该客户', 'They take part in this account during this time already'),
  ('collaboration_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again');

-- Users -------------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('login_taken', 6, 'LOGIN_TAKEN', 'user.login', '这个登录名已被使用', 'Another user has this login'),
  ('person_login_form', 3, 'LOGIN_FORM', 'user.login', '登录名由小写字母、数字和 . _ - 组成，以字母或数字开头，最长 64 个字符', 'A login is made of lower-case letters, digits and . _ -, begins with a letter or digit and has at most 64 characters'),
  ('person_extension_form', 3, 'EXTENSION_FORM', 'user.extension', '分机由数字和 + * # ( ) - 组成，最长 32 个字符', 'An extension is made of digits and + * # ( ) - and has at most 32 characters'),
  ('person_name_form', 3, 'PERSON_NAME_FORM', 'user.name', '姓名不能为空，最长 64 字节', 'A name is not empty and has at most 64 bytes'),
  ('certificate_name_taken', 6, 'CERTIFICATE_NAME_TAKEN', 'name', '这个证书名称已登记给别人', 'This name in a certificate is somebody''s already'),
  ('certificate_name_form', 3, 'CERTIFICATE_NAME_FORM', 'name', '证书名称写作 uri:…、dns:… 或 email:…，与证书的主题备用名称一字不差，最长 256 字节', 'The name is written uri:…, dns:… or email:…, letter for letter as in the certificate''s subject alternative names, and has at most 256 bytes'),
  ('certificate_name_person_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个用户', 'There is no such user'),
  ('service_without_password', 9, 'SERVICE_WITHOUT_PASSWORD', 'id', '服务凭证书登录，没有密码', 'A service logs in by certificate and has no password'),
  ('last_administrator', 9, 'LAST_ADMINISTRATOR', null, '至少要有一名长期有效的管理员', 'Somebody must go on being able to administer users and roles');

-- Accounts ----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('checks_exceeded', 8, 'CHECKS_EXCEEDED', null, '今天查询客户是否已有档案已达 {1} 次，请明天再试或找主管', 'You have asked {1} times today whether there is a file of a customer: go on tomorrow, or see your superior'),
  ('duplicate_suspected', 9, 'DUPLICATE_SUSPECTED', 'account.name', '这个客户可能已有档案，请先联系：{1}。确认是另一个客户时，设 force 并写明 reason 再提交', 'There may be a file of this customer: call {1} first. If it is another customer, send it again with force and a reason'),
  ('duplicate_in_reach', 9, 'DUPLICATE_SUSPECTED', 'account.name', '您可查看的客户中已有：{1}（{2}）。确认是另一个客户时，设 force 并写明 reason 再提交', 'Among the accounts you may see there is {1} ({2}). If it is another customer, send it again with force and a reason'),
  ('account_code_taken', 6, 'ACCOUNT_CODE_TAKEN', 'account.code', '这个客户编号已被使用', 'Another account has this code'),
  ('account_code_form', 3, 'ACCOUNT_CODE_FORM', 'account.code', '客户编号由字母、数字和 . _ / - 组成，以字母或数字开头，最长 32 个字符', 'A code is made of letters, digits and . _ / -, begins with a letter or digit and has at most 32 characters'),
  ('account_name_form', 3, 'ACCOUNT_NAME_FORM', 'account.name', '名称不能为空，最长 256 字节，不能含控制字符', 'A name is not empty, has at most 256 bytes and no control characters'),
  ('account_short_name_form', 3, 'ACCOUNT_SHORT_NAME_FORM', 'account.short_name', '简称最长 64 字节，不能含控制字符', 'A short name has at most 64 bytes and no control characters'),
  ('account_former_names_form', 3, 'ACCOUNT_FORMER_NAMES_FORM', 'account.former_names', '曾用名最多 20 个，每个最长 256 字节，不能含控制字符', 'There are at most 20 former names, each of at most 256 bytes and without control characters'),
  ('account_industry_bytes', 3, 'TEXT_TOO_LONG', 'account.industry', '行业最长 64 字节', 'An industry has at most 64 bytes'),
  ('account_region_bytes', 3, 'TEXT_TOO_LONG', 'account.region', '地区最长 64 字节', 'A region has at most 64 bytes'),
  ('account_address_bytes', 3, 'TEXT_TOO_LONG', 'account.address', '地址最长 512 字节', 'An address has at most 512 bytes'),
  ('account_source_bytes', 3, 'TEXT_TOO_LONG', 'account.source', '资料来源最长 256 字节', 'A source has at most 256 bytes'),
  ('account_note_bytes', 3, 'TEXT_TOO_LONG', 'account.note', '备注最长 4096 字节', 'A note has at most 4,096 bytes'),
  ('account_parent_unknown', 3, 'ACCOUNT_PARENT_UNKNOWN', 'account.parent_id', '没有这个上级客户，或者您无权查看', 'There is no such parent account, or none that you may see'),
  ('account_parent_cycle', 9, 'ACCOUNT_PARENT_CYCLE', 'account.parent_id', '客户不能成为自己的下级', 'An account cannot come below itself'),
  ('owner_without_post', 3, 'OWNER_WITHOUT_POST', 'account.owner_id', '负责人目前没有岗位', 'The owner holds no post today'),
  ('account_owner_out_of_reach', 7, 'OWNER_OUT_OF_REACH', 'account.owner_id', '您的权限范围不包括这位负责人', 'Your right does not reach as far as this owner'),
  ('account_state', 9, 'ACCOUNT_STATE', 'id', '客户已处于“核实中”，不能再次开始核实', 'The account is being verified already'),
  ('identifier_taken', 6, 'IDENTIFIER_TAKEN', 'account.identifiers', '这个证照号码已属于另一客户', 'This number belongs to another account already'),
  ('identifier_form', 3, 'IDENTIFIER_FORM', 'account.identifiers', '证照号码由大写字母、数字和 ( ) / - 组成，4 到 64 个字符', 'A number is made of capital letters, digits and ( ) / -, 4 to 64 of them'),
  ('identifier_uscc_form', 3, 'USCC_FORM', 'account.identifiers', '统一社会信用代码为 18 位数字和大写字母，不用 I、O、S、V、Z', 'A unified social credit code has 18 digits and capital letters, without I, O, S, V and Z'),
  ('identifier_uscc_check_character', 3, 'USCC_CHECK_CHARACTER', 'account.identifiers', '统一社会信用代码的校验位不对，请核对', 'The check character of the unified social credit code is wrong: look at it again'),
  ('account_identifier_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again'),
  ('account_annual_output_range', 3, 'AMOUNT_RANGE', 'account.annual_output', '年产值以分为单位，应在 0 到 10 的 17 次方之间', 'An annual output is in minor units, 0 to 10^17'),
  ('account_grade_unknown', 3, 'GRADE_UNKNOWN', 'account.grade', '没有这个等级；等级见 kam grades list', 'There is no such grade; kam grades list shows them'),
  ('account_tags_form', 3, 'TAGS_FORM', 'account.tags', '标签最多 50 个，每个最长 64 字节，不能含控制字符', 'There are at most 50 tags, each of at most 64 bytes and without control characters'),
  ('tags_nothing', 3, 'TAGS_FORM', 'add', '没有说明要加上或去掉哪些标签', 'No tag to add or to remove was named'),
  ('confidentiality_out_of_reach', 7, 'CONFIDENTIALITY_OUT_OF_REACH', 'confidentiality', '定为绝密或降低密级，需要对该客户有“查看机密内容”的权限；请由有权限的人办理', 'Making it secret, or lowering its class, takes the right confidential.read over the account: ask somebody who holds it'),
  ('query_empty', 3, 'QUERY_EMPTY', 'query', '请输入汉字、拼音、首字母或编号', 'Type Hanzi, pinyin, initials or a number'),
  ('query_too_long', 3, 'QUERY_TOO_LONG', 'query', '搜索词最长 64 个字符', 'A query has at most 64 characters');

-- Grades ------------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('grade_code_form', 3, 'GRADE_CODE_FORM', 'grade.code', '等级由大写字母、数字和 + - 组成，最长 8 个字符', 'A grade is made of capital letters, digits, + and -, at most 8 of them'),
  ('grade_name_form', 3, 'GRADE_NAME_FORM', 'grade.name', '名称不能为空，最长 64 字节，不能含控制字符', 'A name is not empty, has at most 64 bytes and no control characters'),
  ('grade_rank_taken', 6, 'GRADE_RANK_TAKEN', 'grade.rank', '另一等级已用这个次序', 'Another grade has this rank'),
  ('grade_rank_range', 3, 'GRADE_RANK_RANGE', 'grade.rank', '次序应在 1 到 1000 之间', 'A rank is 1 to 1,000'),
  ('grade_criteria_bytes', 3, 'TEXT_TOO_LONG', 'grade.criteria', '标准最长 2048 字节', 'Criteria have at most 2,048 bytes'),
  ('grade_kinds_form', 3, 'GRADE_KINDS_FORM', 'grade.kinds', '适用类型最多 20 个', 'There are at most 20 kinds'),
  ('grade_annual_output_range', 3, 'AMOUNT_RANGE', 'grade.annual_output_min', '最低年产值以分为单位，应在 0 到 10 的 17 次方之间', 'The least annual output is in minor units, 0 to 10^17'),
  ('grade_stale_days_range', 3, 'STALE_DAYS_RANGE', 'grade.stale_days', '资料有效天数应在 1 到 3650 之间', 'Data are stale after 1 to 3,650 days'),
  ('grade_ungraded_criteria', 3, 'GRADE_UNGRADED', 'grade.code', '“未评级”不能有标准', 'To have no grade yet cannot have criteria');

-- Quality -----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('requirement_weight_range', 3, 'WEIGHT_RANGE', 'requirement.weight', '权重应在 1 到 100 之间；0 表示不再必填', 'A weight is 1 to 100; 0 asks for it no longer'),
  ('change_request_nothing', 3, 'CHANGE_NOTHING', 'update_mask', '所列字段与现有内容相同，没有可变更的', 'The fields named hold that already: there is nothing to change'),
  ('change_request_decided', 9, 'CHANGE_DECIDED', 'id', '该变更请求已处理（{1}）', 'This change has been decided already ({1})'),
  ('change_request_own', 9, 'CHANGE_OWN', 'id', '不能处理自己提出的变更请求，代理人也不能代为处理', 'Nobody decides what he proposed himself, nor does his deputy as such'),
  ('change_request_of_other', 7, 'CHANGE_OF_OTHER', 'id', '只有提出人可以撤回', 'Only who proposed a change withdraws it'),
  ('change_request_moved', 10, 'CHANGE_MOVED', 'id', '字段 {1} 在提出之后已有变动；请驳回后按现状重新提出', 'The field {1} has changed since: reject this and propose anew from what is there now'),
  ('change_request_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 1024 字节', 'A reason has at most 1,024 bytes'),
  ('change_request_remark_bytes', 3, 'TEXT_TOO_LONG', 'remark', '处理意见最长 1024 字节', 'A remark has at most 1,024 bytes'),
  ('change_request_own_decision', 9, 'CHANGE_OWN', 'id', '不能处理自己提出的变更请求', 'Nobody decides what he proposed himself'),
  ('change_request_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again');

-- Members -----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('member_taken', 6, 'MEMBER_TAKEN', 'member.name', '该客户的登记表里已有这个成员', 'This customer has a member of this name in its register already'),
  ('member_name_form', 3, 'MEMBER_NAME_FORM', 'member.name', '名称不能为空，最长 256 字节，不能含控制字符', 'A name is not empty, has at most 256 bytes and no control characters'),
  ('member_region_bytes', 3, 'TEXT_TOO_LONG', 'member.region', '地区最长 64 字节', 'A region has at most 64 bytes'),
  ('member_of_itself', 3, 'MEMBER_OF_ITSELF', 'member.member_account_id', '客户不能是自己的成员', 'A customer is not a member of itself'),
  ('member_dates', 3, 'MEMBER_DATES', 'member.ended_on', '停止服务须在开始服务之后，没有开始就没有停止', 'Service ends after it began, and does not end before it began at all'),
  ('member_dates_range', 3, 'MEMBER_DATES', 'member.served_on', '日期应在 1949 年 10 月到 2199 年之间', 'Dates lie between October 1949 and 2199'),
  ('member_source_bytes', 3, 'TEXT_TOO_LONG', 'member.source', '资料来源最长 256 字节', 'A source has at most 256 bytes'),
  ('member_note_bytes', 3, 'TEXT_TOO_LONG', 'member.note', '备注最长 1024 字节', 'A note has at most 1,024 bytes'),
  ('member_account_unknown', 3, 'MEMBER_ACCOUNT_UNKNOWN', 'member.member_account_id', '没有这个客户档案，或者您无权查看', 'There is no such account, or none that you may see'),
  ('member_account_taken', 6, 'MEMBER_TAKEN', 'member.member_account_id', '这个客户档案已登记为该客户的另一成员', 'This account is another member of the same customer already'),
  ('member_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again');

-- Contacts ----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('contact_name_form', 3, 'CONTACT_NAME_FORM', 'contact.name', '姓名不能为空，最长 64 字节，不能含控制字符', 'A name is not empty, has at most 64 bytes and no control characters'),
  ('contact_title_bytes', 3, 'TEXT_TOO_LONG', 'contact.title', '职务最长 64 字节', 'A title has at most 64 bytes'),
  ('contact_phone_form', 3, 'PHONE_FORM', 'contact.phone', '电话由数字、+ ( ) - 和空格组成，可加分机（转 123）；不能填写遮盖后的号码', 'A telephone number is made of digits, + ( ) - and blanks, with an extension (x 123) if any; not the masked number'),
  ('contact_email_form', 3, 'EMAIL_FORM', 'contact.email', '邮箱格式不对；不能填写遮盖后的地址', 'This is not a mail address, or it is the masked one'),
  ('contact_note_bytes', 3, 'TEXT_TOO_LONG', 'contact.note', '备注最长 2048 字节', 'A note has at most 2,048 bytes'),
  ('contact_birthday_form', 3, 'BIRTHDAY_FORM', 'contact.birthday', '生日格式为 YYYY-MM-DD，不知道年份时为 --MM-DD；不能填写遮盖后的生日', 'A birthday is YYYY-MM-DD, or --MM-DD where the year is not known; not the masked one'),
  ('care_date_taken', 6, 'CARE_DATE_TAKEN', 'contact.care_dates', '同一联系人的关怀日名目不能重复', 'A contact has each care date once'),
  ('care_date_label_form', 3, 'CARE_DATE_FORM', 'contact.care_dates', '关怀日名目不能为空，最长 64 字节，不能含控制字符', 'The label of a care date is not empty, has at most 64 bytes and no control characters'),
  ('care_date_day_range', 3, 'CARE_DATE_FORM', 'contact.care_dates', '关怀日应在 1900 年到 2199 年之间', 'A care date lies between 1900 and 2199'),
  ('contact_already_left', 9, 'ALREADY_LEFT', 'id', '此联系人已登记离职', 'This contact has left already'),
  ('contact_not_left', 9, 'NOT_LEFT', 'id', '此联系人没有离职', 'This contact has not left'),
  ('departure_dates', 3, 'DEPARTURE_DATES', 'left_on', '日期不能在将来，离职不能早于上次回任，回任不能早于离职', 'The day does not lie in the future, a departure not before the last return and a return not before the departure'),
  ('departure_left_on_range', 3, 'DEPARTURE_DATES', 'left_on', '日期早于 1949 年 10 月', 'The day lies before October 1949'),
  ('departure_went_to_bytes', 3, 'TEXT_TOO_LONG', 'went_to', '去向最长 256 字节', 'Where somebody went has at most 256 bytes'),
  ('departure_note_bytes', 3, 'TEXT_TOO_LONG', 'note', '备注最长 1024 字节', 'A note has at most 1,024 bytes'),
  ('departure_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again'),
  ('care_date_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again'),
  ('departure_of_itself', 3, 'SUCCESSOR_UNKNOWN', 'successor_id', '不能接任自己', 'Nobody takes over from himself'),
  ('departure_successor_unknown', 3, 'SUCCESSOR_UNKNOWN', 'successor_id', '接任人须是同一客户的在职联系人', 'The successor is another contact of the same customer who is still there'),
  ('contact_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again');

-- Interactions ------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('interaction_topic_form', 3, 'TOPIC_FORM', 'interaction.topic', '事由不能为空，最长 256 字节', 'A topic is not empty and has at most 256 bytes'),
  ('interaction_outcome_bytes', 3, 'TEXT_TOO_LONG', 'interaction.outcome', '结果最长 4096 字节', 'An outcome has at most 4,096 bytes'),
  ('interaction_next_step_bytes', 3, 'TEXT_TOO_LONG', 'interaction.next_step', '下一步最长 512 字节', 'A next step has at most 512 bytes'),
  ('interaction_answer_bytes', 3, 'TEXT_TOO_LONG', 'answer', '回馈最长 2048 字节', 'An answer has at most 2,048 bytes'),
  ('interaction_occurred_at_range', 3, 'OCCURRED_AT_RANGE', 'interaction.occurred_at', '时间早于 1949 年 10 月', 'The time lies before October 1949'),
  ('interaction_in_future', 3, 'OCCURRED_AT_RANGE', 'interaction.occurred_at', '时间不能晚于一天之后', 'The time lies more than a day ahead'),
  ('interaction_next_step_on_range', 3, 'NEXT_STEP_ON_RANGE', 'interaction.next_step_on', '日期应在 1949 年 10 月到 2199 年之间', 'The day lies between October 1949 and 2199'),
  ('contact_of_other_account', 3, 'CONTACT_OF_OTHER_ACCOUNT', 'interaction.contact_id', '这位客户没有这个联系人', 'This account has no such contact'),
  ('interaction_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again'),
  ('interaction_ended_at_range', 3, 'ENDED_AT_RANGE', 'interaction.ended_at', '结束时间应在开始之后 31 天之内', 'It ends after it began, and within 31 days'),
  ('interaction_next_step_result_bytes', 3, 'TEXT_TOO_LONG', 'result', '结果最长 2048 字节', 'A result has at most 2,048 bytes'),
  ('interaction_person_unknown', 3, 'PERSON_UNKNOWN', 'interaction.participants', '没有这个人员', 'There is no such person'),
  ('visitor_name_form', 3, 'VISITOR_NAME_FORM', 'interaction.visitors', '来访人员姓名不能为空，最长 64 字节，不能含控制字符', 'The name of a visitor is not empty, has at most 64 bytes and no control characters'),
  ('visitor_contact_unknown', 3, 'CONTACT_OF_OTHER_ACCOUNT', 'interaction.visitors', '来访人员所指的联系人不属于该客户', 'A visitor who is a contact is one of this account'),
  ('visitor_organisation_bytes', 3, 'TEXT_TOO_LONG', 'interaction.visitors', '来访人员单位最长 128 字节', 'An organisation has at most 128 bytes'),
  ('visitor_title_bytes', 3, 'TEXT_TOO_LONG', 'interaction.visitors', '来访人员职务最长 64 字节', 'A title has at most 64 bytes'),
  ('link_unknown', 3, 'LINK_UNKNOWN', 'interaction.links', '没有这条相关记录，或者您无权查看', 'There is no such record to link to, or none that you may see'),
  ('next_step_none', 9, 'NEXT_STEP_NONE', 'id', '这次来往没有登记下一步', 'No next step was registered'),
  ('next_step_done', 9, 'NEXT_STEP_DONE', 'id', '下一步已于 {1} 完成', 'The next step was done already, at {1}'),
  ('visit_plan_unknown', 3, 'VISIT_PLAN_UNKNOWN', 'interaction.visit_plan_id', '这位客户没有这个拜访计划，或者您无权查看', 'This account has no such planned visit, or none that you may see'),
  ('visit_plan_over', 9, 'VISIT_PLAN_OVER', 'id', '这个拜访计划已完成或已取消', 'This visit was made or cancelled already'),
  ('visit_planned', 6, 'VISIT_PLANNED', 'plan.planned_on', '此人当天已计划拜访这位客户', 'This person has planned to visit this account on that day already'),
  ('visit_plan_past', 3, 'VISIT_PLAN_PAST', 'plan.planned_on', '计划日期不能早于今天', 'A visit is planned for today or later'),
  ('visit_plan_planned_on_range', 3, 'VISIT_PLAN_PAST', 'plan.planned_on', '计划日期不能晚于 2199 年', 'A visit is planned until 2199 at the latest'),
  ('visit_plan_purpose_bytes', 3, 'TEXT_TOO_LONG', 'plan.purpose', '目的最长 256 字节', 'A purpose has at most 256 bytes'),
  ('visit_plan_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 512 字节', 'A reason has at most 512 bytes'),
  ('visit_plan_person_unknown', 3, 'PERSON_UNKNOWN', 'plan.person_id', '没有这个人员', 'There is no such person'),
  ('grade_visit_days_range', 3, 'VISIT_DAYS_RANGE', 'grade.visit_days', '拜访间隔应在 1 到 3650 天之间', 'The days between visits are 1 to 3,650'),
  ('already_answered', 9, 'ALREADY_ANSWERED', 'id', '已于 {1} 回馈', 'It was answered already, at {1}');

-- Documents ---------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('document_title_form', 3, 'DOCUMENT_TITLE_FORM', 'document.title', '资料名称不能为空，最长 256 字节，不能含控制字符', 'A title is not empty, has at most 256 bytes and no control characters'),
  ('document_number_form', 3, 'DOCUMENT_NUMBER_FORM', 'document.number', '编号最长 64 字节，不能含控制字符', 'A number has at most 64 bytes and no control characters'),
  ('document_dates', 3, 'DOCUMENT_DATES', 'document.expires_on', '有效期不能早于签发日期', 'A document cannot expire before it was issued'),
  ('document_dates_range', 3, 'DOCUMENT_DATES', 'document.expires_on', '签发日期、有效期和保管期限应在 1949 年 10 月到 2199 年之间', 'The days of issue, expiry and retention lie between October 1949 and 2199'),
  ('document_place_form', 3, 'DOCUMENT_PLACE_FORM', 'document.place', '原件存放处最长 128 字节，不能含控制字符', 'A place has at most 128 bytes and no control characters'),
  ('document_note_bytes', 3, 'TEXT_TOO_LONG', 'document.note', '备注最长 2048 字节', 'A note has at most 2,048 bytes'),
  ('document_file_name_form', 3, 'FILE_NAME_FORM', 'document.file_name', '文件名最长 255 字节，不能含路径、斜线和控制字符', 'A file name has at most 255 bytes and is no path: no slashes, no control characters'),
  ('document_media_type_form', 3, 'MEDIA_TYPE_FORM', 'document.media_type', '文件类型的形式是 application/pdf', 'A media type looks like application/pdf'),
  ('document_file', 3, 'DOCUMENT_FILE', 'document.sha256', '有文件就必须同时给出大小和 SHA-256，没有文件则都不填', 'A file has a size and a SHA-256; a document without a file has neither'),
  ('document_too_large', 8, 'DOCUMENT_TOO_LARGE', 'document.size_bytes', '文件过大：最多 {1} 字节', 'The file is too large: at most {1} bytes'),
  ('uploads_max', 8, 'UPLOADS_MAX', null, '您有 {1} 个上传尚未完成，请先完成或放弃', 'You have {1} uploads under way: finish or cancel them first'),
  ('sha256_form', 3, 'SHA256_FORM', 'sha256', 'SHA-256 是 64 位小写十六进制数字', 'A SHA-256 has 64 hexadecimal digits in small letters'),
  ('chunk_hash', 3, 'CHUNK_HASH', 'sha256', '这一块的内容与它的 SHA-256 不符，未保存，请重传这一块', 'What came is not what this SHA-256 stands for; nothing of it was kept: send the chunk again'),
  ('chunk_place', 3, 'CHUNK_PLACE', 'byte_offset', '位置应是 {1} 的倍数且在文件的 {2} 字节之内；除最后一块外每块都是 {1} 字节', 'An offset is a multiple of {1} within the {2} bytes of the file; every chunk but the last has {1} bytes'),
  ('chunk_differs', 9, 'CHUNK_DIFFERS', 'byte_offset', '这一块已上传，内容不同；请放弃这次上传后重来', 'This chunk is there already with another content: cancel the upload and begin again'),
  ('upload_over', 9, 'UPLOAD_OVER', 'id', '这份资料的上传已经结束', 'The upload of this document is over'),
  ('upload_incomplete', 9, 'UPLOAD_INCOMPLETE', 'id', '文件尚不完整：从第 {1} 字节起缺失', 'The file is not whole: it lacks what begins at byte {1}'),
  ('file_hash', 9, 'FILE_HASH', 'id', '收到的文件与登记的 SHA-256 不符；请放弃这次上传后重来', 'The file that came has another SHA-256 than was announced: cancel the upload and begin again'),
  ('document_state', 9, 'DOCUMENT_STATE', 'id', '这份资料的状态不允许这样做：正在上传或已销毁', 'The document is being uploaded or was destroyed: this cannot be done with it'),
  ('document_confidential', 9, 'DOCUMENT_CONFIDENTIAL', 'id', '这是保密资料：请说明原因查看（kam documents reveal，或 download --reason）', 'This is confidential: give a reason (kam documents reveal, or download --reason)'),
  ('document_no_file', 9, 'DOCUMENT_NO_FILE', 'id', '这份资料没有电子文件', 'This document has no file'),
  ('class_lowered', 9, 'CLASS_LOWERED', 'document.confidentiality', '修改只能提高密级；降低密级请说明原因定密级（kam documents classify）', 'A change can only raise the class: to lower it, classify the document with a reason (kam documents classify)'),
  ('retention_shortened', 9, 'RETENTION_SHORTENED', 'document.retain_until', '保管期限至 {1}，只能延长', 'It is to be kept until {1}; that can only be lengthened'),
  ('document_retained', 9, 'DOCUMENT_RETAINED', 'id', '保管期限未到（{1}），不能销毁', 'It must still be kept (until {1}) and cannot be destroyed'),
  ('document_no_original', 9, 'DOCUMENT_NO_ORIGINAL', 'document_id', '没有登记原件存放处，无法借出', 'No place of a paper original is registered: there is nothing to lend'),
  ('document_lent', 9, 'DOCUMENT_LENT', 'document_id', '原件已借出，尚未归还', 'The paper original is lent and not back yet'),
  ('document_not_lent', 9, 'DOCUMENT_NOT_LENT', 'document_id', '原件没有借出', 'The paper original is not lent'),
  ('document_loan_borrower_unknown', 3, 'PERSON_UNKNOWN', 'borrower_id', '没有这个人员', 'There is no such person'),
  ('document_loan_purpose_bytes', 3, 'TEXT_TOO_LONG', 'purpose', '用途最长 256 字节', 'A purpose has at most 256 bytes'),
  ('due_on_range', 3, 'DUE_ON_RANGE', 'due_on', '应还日期在今天到一年之内', 'The day it is due lies between today and a year from now'),
  ('document_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again');
-- Merging -----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('merge_into_itself', 3, 'MERGE_INTO_ITSELF', 'into_id', '客户不能并入自己，请另选要保留的客户', 'An account cannot be merged into itself: name another one to keep'),
  ('merge_into_unknown', 3, 'MERGE_INTO_UNKNOWN', 'into_id', '没有要并入的客户，或者您无权合并它', 'There is no such account to merge into, or none that you may merge'),
  ('merge_into_below', 9, 'MERGE_INTO_BELOW', 'into_id', '客户不能并入自己的下级，请反过来合并，或先改变上级', 'An account cannot be merged into one below it: merge the other way round, or change the parent first'),
  ('merge_lowers_class', 9, 'MERGE_LOWERS_CLASS', 'into_id', '并入的客户密级高于保留的客户，请先说明原因调整其中一个的密级（kam accounts classify）', 'The account to be merged has a higher class than the one that stays: classify one of them first, with a reason (kam accounts classify)'),
  ('merge_undone', 9, 'MERGE_UNDONE', 'id', '这次合并已于 {1} 撤销', 'This merge was taken back already, at {1}'),
  ('merge_covered', 9, 'MERGE_COVERED', 'id', '保留的客户后来又并入了“{1}”，请先撤销那次合并', 'The account it went into was merged into "{1}" later: take that back first'),
  ('merge_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 512 字节', 'A reason has at most 512 bytes'),
  ('distinct_pair_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 512 字节', 'A reason has at most 512 bytes');

-- Hand-over ---------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('handover_to_oneself', 3, 'HANDOVER_TO_ONESELF', 'to_id', '移交人和接收人不能是同一人', 'A hand-over goes from one person to another: name two'),
  ('handover_reason_form', 3, 'TEXT_TOO_LONG', 'reason', '原因不能为空，最长 512 字节', 'A reason is not empty and has at most 512 bytes'),
  ('receiver_without_post', 3, 'OWNER_WITHOUT_POST', 'to_id', '接收人目前没有岗位，请先任命', 'The receiver holds no post today: assign one first'),
  ('nothing_to_hand_over', 9, 'NOTHING_TO_HAND_OVER', 'from_id', '在您的权限范围内，此人没有可移交的内容', 'The person has nothing to hand over within your reach'),
  ('giver_without_post', 9, 'GIVER_WITHOUT_POST', 'id', '移交人目前没有岗位，收回后客户将无人负责：请先任命，或由接收人移交给别人', 'Who handed over holds no post today, so the accounts would have no owner: assign one first, or hand over from the receiver'),
  ('handover_undone', 9, 'HANDOVER_UNDONE', 'id', '这次移交已于 {1} 撤销', 'This hand-over was undone already, at {1}');

-- Erasure -----------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('contact_erased', 9, 'CONTACT_ERASED', 'contact.id', '这位联系人的个人信息已清除，不能再填写；请新建联系人', 'The personal data of this contact were erased and are not filled in again: create another contact'),
  ('already_erased', 9, 'CONTACT_ERASED', 'id', '这位联系人的个人信息已于 {1} 清除', 'The personal data of this contact were erased already, at {1}'),
  ('obligations_open', 9, 'OBLIGATIONS_OPEN', 'id', '尚有未了结的事项：{1}；请先办结，再清除', 'Something is still open: {1}. Settle it first, then erase');

-- Work items --------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('item_kind_unknown', 3, 'ITEM_KIND_UNKNOWN', 'kind', '没有这个事项类型，或它已停用；可用：{1}', 'There is no such kind of item, or it is not in use; these are: {1}'),
  ('item_about', 3, 'ITEM_ABOUT', 'account_id', '这类事项与客户的关系不符（{1}）：必须或不得指明客户', 'An item of this kind must name an account, or must not ({1})'),
  ('item_without_post', 9, 'ITEM_WITHOUT_POST', 'kind', '没有岗位的人不能发起事项', 'Who holds no post raises no items'),
  ('item_right_missing', 7, 'ACT_RIGHT_MISSING', null, '这一步需要权利 {1}；可以办理的人：{2}', 'This step takes the right {1}; who could do it: {2}'),
  ('item_own', 9, 'ITEM_OWN', 'id', '不能审核、批准或否决自己提出的事项，代理人也不能代为办理；同一人也不能办理两道手续', 'Nobody reviews, approves or vetoes what he raised himself, nor does a deputy of his as such; and nobody signs two steps'),
  ('item_signed_already', 9, 'ITEM_OWN', 'id', '同一人不能办理两道手续', 'Nobody signs two steps of one item'),
  ('item_seats_signed', 9, 'ITEM_STATE', 'id', '您的这一步已经办理', 'What you could sign here is signed already'),
  ('item_of_other', 7, 'ITEM_OF_OTHER', 'id', '只有发起人或承办人可以这样做', 'Only who raised the item, or has to do it, does this'),
  ('item_state', 9, 'ITEM_STATE', 'id', '事项现在是“{1}”，不能这样办理；可以：{2}', 'The item is {1}: that cannot be done now; this can: {2}'),
  ('item_field_unknown', 3, 'ITEM_FIELD_UNKNOWN', 'values', '这类事项没有字段 {1}；可填：{2}', 'An item of this kind has no field {1}; these it has: {2}'),
  ('item_value_invalid', 3, 'ITEM_VALUE_INVALID', 'values', '字段 {1} 的内容不符合它的类型（日期写作 2026-11-23，金额以分计，人员写登录名）', 'What was given for {1} does not fit its type (a day as 2026-11-23, an amount in minor units, a person by login)'),
  ('item_field_required', 9, 'ITEM_FIELD_REQUIRED', 'values', '提交前必须填写 {1}', 'Before it is submitted, {1} has to be filled in'),
  ('item_paper_missing', 9, 'ITEM_PAPER_MISSING', 'id', '档案中缺少有效的资料：{1}', 'The file lacks valid papers: {1}'),
  ('item_paper_unchecked', 9, 'ITEM_PAPER_UNCHECKED', 'checked', '清单上还有未核对的资料：{1}', 'These papers of the checklist were not ticked: {1}'),
  ('item_account_state', 9, 'ACCOUNT_STATE', 'id', '客户现在的状态是 {1}，这类事项只能在以下状态办理：{2}', 'The account is {1}; this can be done to one that is: {2}'),
  ('item_figures_moved', 10, 'FIGURES_MOVED', 'figures_tag', '所依据的内容已有变动：{2}；如按新内容办理，请带上标记 {1}', 'What it is decided on has moved: {2}; to decide on that, give the tag {1}'),
  ('item_open_already', 6, 'ITEM_OPEN_ALREADY', 'account_id', '这个客户已有一件同类事项在办', 'An item of this kind is open for this account already'),
  ('item_title_form', 3, 'ITEM_TITLE_FORM', 'title', '标题不能为空，最长 256 字节，不含控制字符', 'A title is not empty, has at most 256 bytes and no control characters'),
  ('item_amount_range', 3, 'AMOUNT_RANGE', 'amount', '金额以分计，从 0 到 10 的 17 次方', 'An amount is 0 to 10^17 minor units'),
  ('item_currency_form', 3, 'CURRENCY_FORM', 'currency', '币种是三个大写字母，如 CNY', 'A currency is three capital letters, such as CNY'),
  ('item_due_on_range', 3, 'DUE_ON_RANGE', 'due_on', '日期须在 1949-10-01 至 2199-12-31 之间', 'The day lies between 1949-10-01 and 2199-12-31'),
  ('item_effective_on_range', 3, 'EFFECTIVE_ON_RANGE', 'effective_on', '日期须在 1949-10-01 至 2199-12-31 之间', 'The day lies between 1949-10-01 and 2199-12-31'),
  ('item_reason_bytes', 3, 'TEXT_TOO_LONG', 'reason', '原因最长 2048 字节', 'A reason has at most 2,048 bytes'),
  ('item_result_bytes', 3, 'TEXT_TOO_LONG', 'remark', '结果最长 2048 字节', 'A result has at most 2,048 bytes'),
  ('item_remark_bytes', 3, 'TEXT_TOO_LONG', 'remark', '意见最长 2048 字节', 'A remark has at most 2,048 bytes'),
  ('item_doer_unknown', 3, 'PERSON_UNKNOWN', 'doer_id', '没有这个人', 'There is no such person'),
  ('item_account_fkey', 10, 'ACCOUNT_CHANGED', null, '客户刚被重新分配，请再试一次', 'The account was assigned to somebody else at this moment: try again'),
  ('item_kind_code_form', 3, 'ITEM_CODE_FORM', 'kind.code', '代码由小写字母、数字和 _ 组成，最多三段，以 . 分隔', 'A code is made of small letters, digits and _, in up to three parts with . between'),
  ('item_kind_name_form', 3, 'ITEM_NAME_FORM', 'kind.zh', '中英文名称都不能为空，最长 64 字节', 'Names in both languages are not empty and have at most 64 bytes'),
  ('item_kind_right_unknown', 3, 'RIGHT_UNKNOWN', 'kind.raise_right', '没有这个权利', 'There is no such right'),
  ('item_state_form', 3, 'ITEM_CODE_FORM', 'kind.states', '状态的代码由小写字母、数字和 _ 组成', 'The code of a state is made of small letters, digits and _'),
  ('item_state_name_form', 3, 'ITEM_NAME_FORM', 'kind.states', '状态的中英文名称都不能为空，最长 64 字节', 'A state has names in both languages of at most 64 bytes'),
  ('item_state_final_waits', 3, 'ITEM_KIND_STATES', 'kind.states', '终态不再等待任何人', 'A final state waits for nobody'),
  ('item_state_turn', 3, 'ITEM_KIND_STATES', 'kind.states', '没有席位的状态只能轮到发起人或承办人', 'Without seats it is the turn of who raised the item or of who has to do it'),
  ('item_state_climb_range', 3, 'ITEM_KIND_STATES', 'kind.states', '逐级上报的天数从 1 到 365', 'Days until an item climbs are 1 to 365'),
  ('item_state_in_use', 9, 'ITEM_STATE_IN_USE', 'kind.states', '仍有事项处于要去掉的状态', 'Items are in a state that would be taken away'),
  ('item_act_form', 3, 'ITEM_CODE_FORM', 'kind.acts', '办理动作的代码由小写字母、数字和 _ 组成', 'The code of an act is made of small letters, digits and _'),
  ('item_act_state_unknown', 3, 'ITEM_KIND_STATES', 'kind.acts', '动作所在的状态不存在', 'An act stands in a state that there is not'),
  ('item_act_target_unknown', 3, 'ITEM_KIND_STATES', 'kind.acts', '动作所到的状态不存在', 'An act leads to a state that there is not'),
  ('item_act_right_unknown', 3, 'RIGHT_UNKNOWN', 'kind.acts', '没有这个权利', 'There is no such right'),
  ('item_act_right_of_holder', 3, 'ITEM_KIND_ACTS', 'kind.acts', '只有“权利人”的动作写明权利', 'An act of a holder, and no other, names a right'),
  ('item_act_signs', 3, 'ITEM_KIND_ACTS', 'kind.acts', '审核和批准由席位办理', 'Reviewing and approving are done from a seat'),
  ('item_seat_state_unknown', 3, 'ITEM_KIND_STATES', 'kind.seats', '席位所在的状态不存在', 'A seat stands in a state that there is not'),
  ('item_seat_right_unknown', 3, 'RIGHT_UNKNOWN', 'kind.seats', '没有这个权利', 'There is no such right'),
  ('item_seat_number', 3, 'ITEM_KIND_SEATS', 'kind.seats', '一个状态最多 20 个席位', 'A state has at most 20 seats'),
  ('item_seat_band', 3, 'ITEM_KIND_SEATS', 'kind.seats', '金额区间的下限须小于上限', 'A band of amounts begins below its end'),
  ('item_field_form', 3, 'ITEM_CODE_FORM', 'kind.fields', '字段的代码由小写字母、数字和 _ 组成', 'The code of a field is made of small letters, digits and _'),
  ('item_field_name_form', 3, 'ITEM_NAME_FORM', 'kind.fields', '字段的中英文名称都不能为空，最长 64 字节', 'A field has names in both languages of at most 64 bytes'),
  ('item_paper_form', 3, 'ITEM_CODE_FORM', 'kind.papers', '资料的代码由小写字母、数字和 _ 组成', 'The code of a paper is made of small letters, digits and _'),
  ('item_paper_name_form', 3, 'ITEM_NAME_FORM', 'kind.papers', '资料的中英文名称都不能为空，最长 64 字节', 'A paper has names in both languages of at most 64 bytes'),
  ('item_act_unknown', 3, 'ITEM_ACT_UNKNOWN', 'act', '没有这个动作；有：{1}', 'There is no such act; these are: {1}'),
  ('item_account_states', 3, 'ITEM_KIND_STATES', 'kind.account_states', '客户状态只能是：{1}', 'States of an account are: {1}'),
  ('signer_unknown', 3, 'PERSON_UNKNOWN', 'person_id', '没有这个人，或账号已停用', 'There is no such person, or the person is disabled'),
  ('signer_not_possible', 9, 'ITEM_OWN', 'person_id', '发起人、已办理的人和您自己不能加签；已加签的人不必再加', 'Not who raised it, signed already, was added already, or yourself'),
  ('item_kind_begin', 3, 'ITEM_KIND_STATES', 'kind.states', '第一个状态是起草，不能是终态，也不能等待签署', 'The first state is where an item is drafted: neither final nor waiting for a signature'),
  ('item_kind_endless', 3, 'ITEM_KIND_ENDLESS', 'kind.states', '从状态 {1} 到不了任何终态', 'From the state {1} no final state can be reached'),
  ('item_kind_unreached', 3, 'ITEM_KIND_STATES', 'kind.states', '到不了状态 {1}', 'The state {1} cannot be reached'),
  ('item_kind_seats', 3, 'ITEM_KIND_SEATS', 'kind.seats', '状态 {1} 等待签署却没有席位，或是终态却有席位', 'The state {1} waits for signatures and has no seat, or is final and has one'),
  ('item_kind_step', 3, 'ITEM_KIND_ACTS', 'kind.acts', '状态 {1} 没有动作 {2}', 'The state {1} lacks the act {2}'),
  ('item_kind_act', 3, 'ITEM_KIND_ACTS', 'kind.acts', '状态 {1} 不能有动作 {2}：终态没有动作；审核和批准各在自己的步骤；席位的动作要有席位', 'The state {1} cannot have the act {2}: a final state has none, reviewing and approving belong to their own step, and what is done from a seat takes a seat'),
  ('item_kind_effect', 3, 'ITEM_KIND_EFFECT', 'kind.states', '没有效果 {1}，或这类事项不涉及客户；可用：{2}', 'There is no effect {1}, or items of this kind are not about accounts; these are: {2}'),
  ('item_kind_effect_field', 3, 'ITEM_KIND_EFFECT', 'kind.fields', '效果 {1} 需要必填字段：{2}', 'The effect {1} takes the required fields: {2}');

-- Those that leave something behind (core.note_refusal).
update core.error set noted = true where name in ('duplicate_suspected', 'identifier_taken');

-- Ledger ------------------------------------------------------------------------------------------------------------------------------
insert into core.error (name, code, reason, field, zh, en) values
  ('ledger_available', 9, 'BUDGET_SHORT', 'amount', '{1} {2} 的 {3} 可用 {4}，还差 {5}', '{1}, {2}, {3}: {4} is available, {5} is missing'),
  ('ledger_committed', 9, 'COMMITMENT_EXCEEDED', 'amount', '{1} {2} 的 {3} 已承诺 {4}，还差 {5}', '{1}, {2}, {3}: {4} is committed, {5} is missing'),
  ('ledger_closed', 9, 'PERIOD_CLOSED', 'month', '{1} {2} 的 {3} 已结账，不能再入账', '{1}, {2}, {3}: the period is closed, nothing more is posted to it'),
  ('ledger_range', 3, 'AMOUNT_RANGE', 'amount', '{1} {2} 的 {3} 合计超出范围：最多 10 的 15 次方分', '{1}, {2}, {3}: sums are at most 10^15 minor units'),
  ('ledger_month', 3, 'MONTH_INVALID', 'month', '月份写作 2026-11，在 1949 年 10 月到 2199 年之间', 'A month is written 2026-11 and lies between October 1949 and 2199'),
  ('ledger_currency_unknown', 3, 'CURRENCY_UNKNOWN', 'currency', '没有这个币种', 'There is no such currency'),
  ('ledger_measure_form', 3, 'MEASURE_FORM', 'measure', '科目和指标代码由小写字母、数字和下划线组成，以字母开头，最长 31 个字符', 'The code of a subject or measure is made of small letters, digits and underscores, begins with a letter and has at most 31 characters'),
  ('posting_amount', 3, 'AMOUNT_RANGE', 'amount', '金额以分计，大于 0，最多 10 的 15 次方', 'An amount is above 0 and at most 10^15 minor units'),
  ('posting_day', 3, 'DAY_RANGE', 'day', '日期应在 1949 年 10 月到 2199 年之间', 'A day lies between October 1949 and 2199'),
  ('posting_source_form', 3, 'SOURCE_FORM', 'source_kind', '来源类型由小写字母、数字和下划线组成', 'The kind of a source is made of small letters, digits and underscores'),
  ('posting_remark_bytes', 3, 'REMARK_TOO_LONG', 'remark', '说明最长 2048 字节', 'A remark has at most 2,048 bytes');
