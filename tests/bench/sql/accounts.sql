-- Accounts :first … :last, evenly over the offices: account i belongs to office (i - 1) % :units and to one of its people. Names are made
-- of words that real names are made of, so that search has what it would have. Each has one registration number.
set session_replication_role = replica;
with words as (
  select '{重庆,四川,贵州,云南,湖北,陕西,北京,上海,渝中,江北,渝北,南岸,沙坪坝,九龙坡,万州,涪陵,永川,合川,长寿,江津}'::text[] as places,
    '{长江,嘉陵,山城,巴渝,华夏,中兴,恒通,宏图,银河,金科,大都,朝阳,重工,行知,厦新,乐天,安盛,建华,农垦,民生,光大,信达,招商,平安,西南,东方,南方,北方,中西,三峡,武陵,两江,龙湖,鸿恩,佛图,照母,歌乐,缙云,统景,黑山}'::text[] as middles,
    '{银行,商业银行,农村商业银行,村镇银行,证券,保险,信托,投资集团,实业集团,建设工程,机械制造,汽车制造,电子科技,信息技术,医药,食品,物流,能源,化工,房地产,职业学院,人民医院,中学,水务,燃气}'::text[] as kinds,
    '{有限公司,股份有限公司,有限责任公司,分行,支行,营业部,研究院,集团}'::text[] as forms)
insert into kam.account (id, code, name, short_name, kind, industry, region, address, owner_id, unit_id, company_id, root_id, depth, path)
  select i, 'BA' || i, name, left(name, 4), (array['bank', 'institution', 'enterprise'])[1 + i % 3]::kam.account_kind, '金融业', '重庆',
    '渝中区示例路' || i % 1000 || '号', 1000000 + p, 1000001 + u, 1000000, i, 0, 'BA' || i || E'\x01'
  from words,
    generate_series(:first, :last) i,
    lateral (select (i - 1) % :units as u, (i - 1) % :units + :units * ((i / :units) % (:persons / :units)) as p) o,
    lateral (select places[1 + i % 20] || middles[1 + (i / 7) % 40] || kinds[1 + (i / 3) % 25] || (i % 997) || '号' || forms[1 + i % 8] as name) n;
insert into kam.account_identifier (account_id, kind, value, owner_id, unit_id, company_id)
  select a.id, 'registration', 'R' || a.id || '-BENCH', a.owner_id, a.unit_id, a.company_id from kam.account a where a.id between :first and :last;
analyze kam.account;
analyze kam.account_identifier;
