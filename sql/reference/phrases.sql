-- Words of the names of customers: where they begin and end and how their Hanzi are read in them, with tabs between: the word, its
-- readings, and what it gives to abbreviations when that is not its first Hanzi: 行 for 银行 (工商银行 is called 工行), - for legal forms,
-- which give nothing.
-- Written by hand. Longest word first wins, so a place stands here both bare and with its 市, 区 or 县.
select core.load_phrases($phrases$
中国	zhong guo
中华	zhong hua
全国	quan guo
国家	guo jia	国
国际	guo ji
国有	guo you
国营	guo ying
中央	zhong yang
地方	di fang
重庆	chong qing
重庆市	chong qing shi
成都	cheng du
成都市	cheng du shi
成渝	cheng yu
川渝	chuan yu
西部	xi bu
西南	xi nan
西北	xi bei
东北	dong bei
东南	dong nan
华北	hua bei
华东	hua dong
华南	hua nan
华中	hua zhong
长江	chang jiang
长安	chang an
长城	chang cheng
长春	chang chun
长沙	chang sha
长寿	chang shou
长寿区	chang shou qu
长航	chang hang
长虹	chang hong
长征	chang zheng
长线	chang xian
长生	chang sheng
厦门	xia men
厦门市	xia men shi
大厦	da sha
大足	da zu
大足区	da zu qu
大渡口	da du kou
大渡口区	da du kou qu
渝中	yu zhong
渝中区	yu zhong qu
渝北	yu bei
渝北区	yu bei qu
江北	jiang bei
江北区	jiang bei qu
江津	jiang jin
江津区	jiang jin qu
沙坪坝	sha ping ba
沙坪坝区	sha ping ba qu
九龙坡	jiu long po
九龙坡区	jiu long po qu
九龙	jiu long
南岸	nan an
南岸区	nan an qu
北碚	bei bei
北碚区	bei bei qu
巴南	ba nan
巴南区	ba nan qu
两江	liang jiang
两江新区	liang jiang xin qu
万州	wan zhou
万州区	wan zhou qu
涪陵	fu ling
涪陵区	fu ling qu
黔江	qian jiang
黔江区	qian jiang qu
合川	he chuan
合川区	he chuan qu
永川	yong chuan
永川区	yong chuan qu
南川	nan chuan
南川区	nan chuan qu
綦江	qi jiang
綦江区	qi jiang qu
铜梁	tong liang
铜梁区	tong liang qu
潼南	tong nan
潼南区	tong nan qu
荣昌	rong chang
荣昌区	rong chang qu
璧山	bi shan
璧山区	bi shan qu
梁平	liang ping
梁平区	liang ping qu
城口	cheng kou
城口县	cheng kou xian
丰都	feng du
丰都县	feng du xian
垫江	dian jiang
垫江县	dian jiang xian
武隆	wu long
武隆区	wu long qu
忠县	zhong xian
开州	kai zhou
开州区	kai zhou qu
云阳	yun yang
云阳县	yun yang xian
奉节	feng jie
奉节县	feng jie xian
巫山	wu shan
巫山县	wu shan xian
巫溪	wu xi
巫溪县	wu xi xian
石柱	shi zhu
秀山	xiu shan
酉阳	you yang
彭水	peng shui
三峡	san xia
解放碑	jie fang bei
朝天门	chao tian men
嘉陵	jia ling
嘉陵江	jia ling jiang
北京	bei jing
北京市	bei jing shi
上海	shang hai
上海市	shang hai shi
天津	tian jin
天津市	tian jin shi
深圳	shen zhen
深圳市	shen zhen shi
广州	guang zhou
广州市	guang zhou shi
广东	guang dong
广西	guang xi
杭州	hang zhou
南京	nan jing
武汉	wu han
西安	xi an
四川	si chuan
贵州	gui zhou
贵阳	gui yang
云南	yun nan
昆明	kun ming
湖北	hu bei
湖南	hu nan
江苏	jiang su
浙江	zhe jiang
浙商	zhe shang
山东	shan dong
山西	shan xi
陕西	shan xi
福建	fu jian
海南	hai nan
河北	he bei
河南	he nan
六安	lu an
蚌埠	beng bu
浦东	pu dong
哈尔滨	ha er bin
大连	da lian
青岛	qing dao
宁波	ning bo
香港	xiang gang
澳门	ao men
台湾	tai wan
亚洲	ya zhou
世界	shi jie
环球	huan qiu
银行	yin hang	行
总行	zong hang
分行	fen hang
支行	zhi hang
行业	hang ye
行长	hang zhang
商行	shang hang
工商	gong shang
工商银行	gong shang yin hang	工行
农业	nong ye
建设	jian she
交通	jiao tong
招商	zhao shang
光大	guang da
华夏	hua xia
民生	min sheng
兴业	xing ye
平安	ping an
中信	zhong xin
邮政	you zheng
邮储	you chu
储蓄	chu xu
发展	fa zhan
开发	kai fa
进出口	jin chu kou
恒丰	heng feng
渤海	bo hai
人民	ren min
商业	shang ye
农村	nong cun
农商	nong shang
合作社	he zuo she
信用社	xin yong she
信用	xin yong
信托	xin tuo
金融	jin rong
财务	cai wu
保险	bao xian
财产	cai chan
人寿	ren shou
太平洋	tai ping yang
太平	tai ping
证券	zheng quan
期货	qi huo
基金	ji jin
资产	zi chan
管理	guan li
投资	tou zi
控股	kong gu
租赁	zu lin
担保	dan bao
小额	xiao e
贷款	dai kuan
消费	xiao fei
支付	zhi fu
村镇	cun zhen
营业部	ying ye bu
营业	ying ye
结算	jie suan
会计	kuai ji
审计	shen ji
富民	fu min
三峡银行	san xia yin hang	三峡行
汇丰	hui feng
渣打	zha da
花旗	hua qi
股份	gu fen	-
有限	you xian	-
责任	ze ren	-
公司	gong si	-
集团	ji tuan
有限公司	you xian gong si	-
股份有限公司	gu fen you xian gong si	-
有限责任公司	you xian ze ren gong si	-
总公司	zong gong si	-
分公司	fen gong si	-
子公司	zi gong si	-
企业	qi ye
实业	shi ye
工业	gong ye
产业	chan ye
工厂	gong chang
总厂	zong chang
中心	zhong xin
事业	shi ye
联合	lian he
联合会	lian he hui
协会	xie hui
商会	shang hui
委员会	wei yuan hui	委
办公室	ban gong shi
办事处	ban shi chu
基地	ji di
园区	yuan qu
开发区	kai fa qu
高新区	gao xin qu
经开区	jing kai qu
高新	gao xin
经济	jing ji
技术	ji shu
科技	ke ji
科学	ke xue
科学院	ke xue yuan
研究	yan jiu
研究院	yan jiu yuan
研究所	yan jiu suo
设计	she ji
设计院	she ji yuan
勘察	kan cha
规划	gui hua
工程	gong cheng
建筑	jian zhu
建工	jian gong
建材	jian cai
施工	shi gong
安装	an zhuang
机械	ji xie
机电	ji dian
机床	ji chuang
装备	zhuang bei
设备	she bei
制造	zhi zao
重工	zhong gong
重型	zhong xing
重机	zhong ji
重汽	zhong qi
载重	zai zhong
汽车	qi che
摩托	mo tuo
摩托车	mo tuo che
发动机	fa dong ji
船舶	chuan bo
航空	hang kong
航天	hang tian
机场	ji chang
铁路	tie lu
轨道	gui dao
高速	gao su
高速公路	gao su gong lu
公路	gong lu
公交	gong jiao
客运	ke yun
港口	gang kou
港务	gang wu
物流	wu liu
运输	yun shu
仓储	cang chu
速运	su yun
快递	kuai di
化工	hua gong
化学	hua xue
化医	hua yi
医药	yi yao
制药	zhi yao
药业	yao ye
药品	yao pin
生物	sheng wu
钢铁	gang tie
铝业	lv ye
冶金	ye jin
有色	you se
金属	jin shu
矿业	kuang ye
煤炭	mei tan
能源	neng yuan
电力	dian li
电网	dian wang
电气	dian qi
电器	dian qi
电子	dian zi
电信	dian xin
电视	dian shi
电影	dian ying
电脑	dian nao
水利	shui li
水电	shui dian
水务	shui wu
自来水	zi lai shui
燃气	ran qi
天然气	tian ran qi
石油	shi you
石化	shi hua
石油化工	shi you hua gong	石化
页岩气	ye yan qi
环保	huan bao
环境	huan jing
环卫	huan wei
通信	tong xin
移动	yi dong
联通	lian tong
铁塔	tie ta
广播	guang bo
互联网	hu lian wang
网络	wang luo
软件	ruan jian
数据	shu ju
数字	shu zi
信息	xin xi
智能	zhi neng
半导体	ban dao ti
微电子	wei dian zi
光电	guang dian
仪器	yi qi
仪表	yi biao
食品	shi pin
粮食	liang shi
粮油	liang you
啤酒	pi jiu
酒业	jiu ye
乳业	ru ye
烟草	yan cao
盐业	yan ye
农产品	nong chan pin
畜牧	xu mu
百货	bai huo
超市	chao shi
贸易	mao yi
商贸	shang mao
商务	shang wu
商社	shang she
商场	shang chang
批发	pi fa
市场	shi chang
进出口贸易	jin chu kou mao yi
房地产	fang di chan
地产	di chan
置业	zhi ye
物业	wu ye
城市	cheng shi
城建	cheng jian
城投	cheng tou
酒店	jiu dian
宾馆	bin guan
旅游	lv you
文化	wen hua
传媒	chuan mei
出版	chu ban
出版社	chu ban she
日报	ri bao
日报社	ri bao she
新闻	xin wen
广告	guang gao
体育	ti yu
音乐	yin yue
乐器	yue qi
美术	mei shu
艺术	yi shu
图书馆	tu shu guan
博物馆	bo wu guan
博览	bo lan
会展	hui zhan
太极	tai ji
金科	jin ke
龙湖	long hu
力帆	li fan
宗申	zong shen
隆鑫	long xin
小康	xiao kang
赛力斯	sai li si
海尔	hai er
格力	ge li
美的	mei di
惠普	hui pu
华为	hua wei
京东	jing dong
京东方	jing dong fang
万科	wan ke
万达	wan da
中铁	zhong tie
中建	zhong jian
中冶	zhong ye
中石油	zhong shi you
中石化	zhong shi hua
中粮	zhong liang
兵器	bing qi
兵装	bing zhuang
乐百氏	le bai shi
三一	san yi
单位	dan wei
大学	da xue
学院	xue yuan
医科	yi ke
医科大学	yi ke da xue	医大
师范	shi fan
理工	li gong
政法	zheng fa
财经	cai jing
工商大学	gong shang da xue	工商大
邮电	you dian
交通大学	jiao tong da xue	交大
外国语	wai guo yu
外语	wai yu
美术学院	mei shu xue yuan	美院
职业	zhi ye
职业技术	zhi ye ji shu	职
职业技术学院	zhi ye ji shu xue yuan	职院
专科	zhuan ke
学校	xue xiao
中学	zhong xue
小学	xiao xue
附属	fu shu
第一	di yi
第二	di er
第三	di san
第四	di si
第五	di wu
第六	di liu
第七	di qi
第八	di ba
第九	di jiu
第十	di shi
医院	yi yuan	院
人民医院	ren min yi yuan
中医院	zhong yi yuan
中医	zhong yi
儿童	er tong
妇幼	fu you
保健院	bao jian yuan
口腔	kou qiang
肿瘤	zhong liu
眼科	yan ke
急救	ji jiu
卫生	wei sheng
健康	jian kang
陆军	lu jun
军医	jun yi
新桥	xin qiao
西南医院	xi nan yi yuan	西南医
大坪	da ping
政府	zheng fu
人民政府	ren min zheng fu
财政	cai zheng
财政局	cai zheng ju
税务	shui wu
税务局	shui wu ju
公安	gong an
公安局	gong an ju
教育	jiao yu
法院	fa yuan
检察院	jian cha yuan
海关	hai guan
海事	hai shi
气象	qi xiang
地震	di zhen
统计	tong ji
监督	jian du
监管	jian guan
社会	she hui
保障	bao zhang
人力	ren li
资源	zi yuan
自然	zi ran
生态	sheng tai
住房	zhu fang
城乡	cheng xiang
公积金	gong ji jin
改革	gai ge
应急	ying ji
民政	min zheng
司法	si fa
林业	lin ye
林场	lin chang
机关	ji guan
事务	shi wu
供电	gong dian
供销	gong xiao
供销社	gong xiao she
供水	gong shui
排水	pai shui
调度	diao du
调查	diao cha
空调	kong tiao
重新	chong xin
重点	zhong dian
重要	zhong yao
会议	hui yi
还款	huan kuan
参与	can yu
朝阳	chao yang
乐山	le shan
$phrases$);
