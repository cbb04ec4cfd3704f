"""What large companies do and where they sit, which tells what 'the carmaker' and 'the Munich group' may mean.

Facts of common knowledge, by the ids of the list of entities. A company that stands in no trade here may be in any.
"""

from __future__ import annotations

from collections.abc import Mapping

# Ids, less 'company:', of those in each trade.
_COMPANIES = {
    "airline": "ryanair lufthansa air-france-klm air-france klm british-airways iag easyjet wizz-air iberia"
    " delta-air-lines united-airlines american-airlines southwest-airlines jetblue spirit-airlines alaska-airlines"
    " frontier-airlines air-canada air-india indigo jet-airways spicejet qantas virgin-australia virgin-atlantic"
    " air-new-zealand singapore-airlines cathay-pacific air-china china-southern-airlines china-eastern-airlines"
    " japan-airlines all-nippon-airways korean-air asiana-airlines thai-airways malaysia-airlines airasia garuda"
    " lion-air philippine-airlines vietnam-airlines vietjet emirates-airline etihad flydubai qatar-airways saudia"
    " turkish-airlines pegasus-airlines el-al egyptair ethiopian-airlines kenya-airways south-african-airways"
    " royal-air-maroc latam-airlines avianca gol azul aeromexico aerolineas-argentinas aeroflot sas-ab finnair"
    " norwegian-air aer-lingus alitalia tap-air-portugal lot-polish-airlines tui",
    "bank": "deutsche-bank commerzbank bnp-paribas societe-generale credit-agricole natixis groupe-bpce hsbc"
    " barclays lloyds natwest standard-chartered northern-rock santander-uk santander bbva caixabank bankia"
    " sabadell bankinter unicredit intesa-sanpaolo monte-dei-paschi banco-bpm mediobanca bper-banca ubs"
    " credit-suisse julius-baer ing abn-amro rabobank kbc dexia nordea swedbank seb handelsbanken danske-bank dnb"
    " erste-group raiffeisen goldman-sachs jpmorgan morgan-stanley bank-of-america citigroup wells-fargo"
    " u-s-bancorp bny-mellon state-street capital-one silicon-valley-bank first-republic signature-bank"
    " lehman-brothers bear-stearns pnc truist fifth-third regions-financial keycorp comerica zions"
    " citizens-financial icbc china-construction-bank agricultural-bank-of-china bank-of-china"
    " china-merchants-bank bank-of-communications mufg sumitomo-mitsui mizuho dbs oversea-chinese-banking"
    " united-overseas-bank hdfc-bank icici-bank state-bank-of-india punjab-national-bank yes-bank axis-bank"
    " kotak-mahindra-bank royal-bank-of-canada toronto-dominion scotiabank bank-of-montreal"
    " canadian-imperial-bank-of-commerce national-bank-of-canada commonwealth-bank westpac anz nab macquarie itau"
    " bradesco banco-do-brasil nubank sberbank vtb gazprombank alfa-bank standard-bank absa firstrand nedbank"
    " capitec-bank equity-group garanti akbank isbank halkbank ziraat-bank otp-bank pko-bank-polski"
    " bank-of-ireland allied-irish-banks piraeus-bank alpha-bank bank-leumi bank-hapoalim kasikornbank"
    " bangkok-bank maybank cimb bank-central-asia bank-mandiri bank-rakyat-indonesia monzo revolut starling-bank"
    " n26 saxo-bank millennium-bcp banco-espirito-santo ally-financial hang-seng-bank emirates-nbd"
    " first-abu-dhabi-bank qnb dubai-islamic-bank",
    "insurer": "allianz axa generali zurich-insurance swiss-re munich-re hannover-re aviva prudential"
    " legal-and-general admiral direct-line hiscox aegon nn-group ageas talanx mapfre unipol aig metlife"
    " prudential-financial allstate state-farm geico progressive travelers chubb berkshire-hathaway"
    " liberty-mutual-insurance nationwide aflac unitedhealth cigna humana elevance-health centene aetna china-life"
    " ping-an aia dai-ichi-life tokio-marine sompo nippon-life-insurance manulife sun-life-financial"
    " life-insurance-corporation-of-india qbe-insurance lloyds-of-london old-mutual poste-italiane pzu tryg sampo"
    " everest hartford",
    "carmaker": "volkswagen audi porsche bmw mercedes-benz opel renault peugeot citroen stellantis fiat"
    " fiat-chrysler ferrari maserati lamborghini toyota honda nissan mazda subaru suzuki mitsubishi-motors hyundai"
    " kia ford general-motors chevrolet cadillac jeep tesla rivian lucid byd nio xpeng li-auto geely saic faw"
    " dongfeng great-wall-motor seres chongqing-changan-automobile tata-motors maruti-suzuki mahindra"
    " jaguar-land-rover aston-martin mini mclaren bentley rolls-royce volvo-cars skoda seat avtovaz vinfast proton"
    " xiaomi",
    "truckmaker": "daimler-truck traton volvo scania iveco paccar navistar nikola tata-motors isuzu-motors",
    "motorcycles": "harley-davidson yamaha-motor honda hero-motocorp tvs-motor bajaj-auto suzuki",
    "tyres": "michelin bridgestone pirelli goodyear continental",
    "batteries": "catl lg-energy-solution northvolt samsung-sdi panasonic byd varta quantumscape",
    "chips": "tsmc intel nvidia amd qualcomm broadcom micron texas-instruments samsung sk-hynix infineon"
    " stmicroelectronics nxp smic umc mediatek globalfoundries arm renesas-electronics marvell analog-devices"
    " on-semiconductor wolfspeed hua-hong-semiconductor ymtc tower-semiconductor microchip-technology",
    "drugs": "pfizer moderna merck-us merck-de eli-lilly abbvie abbott amgen gilead bristol-myers-squibb biogen"
    " regeneron novavax purdue-pharma mylan viatris johnson-and-johnson novartis sandoz roche genentech sanofi gsk"
    " astrazeneca bayer boehringer-ingelheim biontech curevac novo-nordisk takeda astellas-pharma daiichi-sankyo"
    " eisai chugai-pharmaceutical otsuka shionogi teva sun-pharma dr-reddys cipla lupin bharat-biotech"
    " serum-institute csl ucb richter-gedeon recordati genmab vertex-pharmaceuticals grifols sinopharm"
    " samsung-biologics celltrion",
    "planes": "boeing airbus embraer comac bombardier dassault gulfstream sukhoi tupolev ilyushin textron saab"
    " lockheed-martin bell-helicopter sikorsky leonardo",
    "engines": "rolls-royce safran mtu-aero-engines pratt-and-whitney general-electric raytheon",
    "arms": "lockheed-martin raytheon northrop-grumman general-dynamics l3harris bae-systems babcock thales"
    " dassault leonardo mbda rheinmetall heckler-and-koch saab kongsberg elbit rafael israel-aerospace-industries"
    " rostec almaz-antey kalashnikov uralvagonzavod norinco avic baykar aselsan hanwha boeing airbus"
    " huntington-ingalls smith-and-wesson remington sturm-ruger colt anduril naval-group fincantieri denel"
    " mitsubishi-heavy-industries hindustan-aeronautics safran rolls-royce",
    "ships": "fincantieri hd-hyundai hanwha huntington-ingalls naval-group united-shipbuilding babcock"
    " china-shipbuilding-industry mitsubishi-heavy-industries kawasaki-heavy-industries",
    "trains": "alstom siemens crrc hitachi skoda",
    "steel": "thyssenkrupp arcelormittal tata-steel nippon-steel posco u-s-steel nucor cleveland-cliffs"
    " salzgitter voestalpine jsw-steel ansteel china-baowu-steel hbis severstal liberty-steel gerdau"
    " bluescope-steel companhia-siderurgica-nacional steel-dynamics",
    "aluminium": "alcoa rusal norsk-hydro hindalco-industries aluminum-corporation-of-china rio-tinto",
    "mining": "rio-tinto bhp anglo-american glencore vale de-beers fortescue freeport-mcmoran newmont"
    " barrick-gold teck-resources agnico-eagle-mines nornickel alrosa polyus codelco sqm albemarle grupo-mexico"
    " antofagasta kghm-polska-miedz boliden vedanta coal-india zijin-mining gecamines impala-platinum"
    " sibanye-stillwater kumba-iron-ore first-quantum-minerals peabody south32 ganfeng-lithium southern-copper"
    " ocp-group maaden uranium-one endeavour-mining nutrien mosaic k-plus-s",
    "oil": "exxon-mobil chevron conocophillips shell bp totalenergies eni equinor repsol omv galp mol pkn-orlen"
    " saudi-aramco adnoc qatarenergy kuwait-petroleum national-iranian-oil-company petrochina sinopec cnooc cnpc"
    " petrobras pemex ypf ecopetrol pdvsa citgo rosneft lukoil gazprom-neft surgutneftegas tatneft ongc indian-oil"
    " bharat-petroleum reliance-industries petronas pertamina ptt sonangol nnpc occidental hess marathon-petroleum"
    " valero phillips-66 eog-resources devon-energy diamondback-energy suncor imperial-oil cenovus-energy santos"
    " woodside aker-bp harbour-energy enquest socar sonatrach tupras hellenic-petroleum eneos idemitsu-kosan"
    " wintershall gazprom novatek neste",
    "gas": "gazprom novatek naftogaz qatarenergy equinor cheniere uniper sonatrach shell totalenergies eni bp"
    " santos woodside italgas snam tokyo-gas osaka-gas naturgy centrica wintershall",
    "commodities": "glencore vitol trafigura gunvor cargill bunge louis-dreyfus archer-daniels-midland olam cofco"
    " wilmar-international",
    "utility": "edf engie veolia suez e-on rwe uniper enbw enel iberdrola endesa naturgy edp centrica"
    " national-grid sse thames-water severn-trent united-utilities vattenfall orsted fortum verbund cez-a-s eskom"
    " tepco kansai-electric chubu-electric korea-electric-power tenaga-nasional pln ntpc state-grid pg-and-e"
    " duke-energy southern-company nextera con-edison firstenergy dominion-energy exelon entergy"
    " american-electric-power edison-international sempra vistra agl-energy origin-energy meridian-energy"
    " eletrobras cfe a2a kpler octopus-energy xcel-energy constellation-energy",
    "wind": "vestas siemens-energy ge-vernova orsted",
    "solar": "first-solar jinkosolar trina-solar longi-green-energy-technology sunpower enphase"
    " solaredge-technologies sungrow-power-supply solarcity solyndra",
    "turbines": "siemens-energy ge-vernova general-electric vestas mitsubishi-heavy-industries",
    "grocer": "tesco sainsburys asda morrisons aldi lidl carrefour auchan casino-guichard ahold-delhaize"
    " albertsons kroger publix safeway trader-joes whole-foods wegmans woolworths coles ocado mercadona coop"
    " migros edeka-zentrale ica-gruppen colruyt jeronimo-martins loblaw shoprite x5 walmart costco"
    " marks-and-spencer kesko",
    "retailer": "walmart target costco amazon kmart sears macys kohls nordstrom j-c-penney best-buy home-depot"
    " lowes dollar-general dollar-tree tjx ross-stores gamestop bed-bath-and-beyond toys-r-us inditex zara h-and-m"
    " uniqlo primark next boohoo asos zalando shein marks-and-spencer john-lewis boots el-corte-ingles"
    " isetan-mitsukoshi hudsons-bay canadian-tire dollarama ikea fnac-darty ceconomy metro-ag falabella cencosud"
    " magazine-luiza alibaba jd-com pinduoduo flipkart coupang rakuten mercadolibre ebay etsy wayfair ozon"
    " wildberries gap victorias-secret abercrombie-and-fitch forever-21 lululemon jd-sports kingfisher wesfarmers"
    " cvs-health walgreens rite-aid sephora seven-and-i 7-eleven aeon suning-com petco chewy carvana",
    "furniture": "ikea williams-sonoma wayfair nitori",
    "fashion": "inditex zara h-and-m uniqlo primark next boohoo asos zalando shein gap hugo-boss burberry"
    " levi-strauss calvin-klein tommy-hilfiger michael-kors ralph-lauren abercrombie-and-fitch forever-21 moncler"
    " prada gucci louis-vuitton hermes chanel mango lululemon",
    "luxury": "lvmh louis-vuitton christian-dior kering hermes chanel gucci prada burberry richemont moncler"
    " tiffany salvatore-ferragamo brunello-cucinelli tods ferrari",
    "sportswear": "nike adidas puma under-armour reebok asics new-balance anta-sports-products li-ning lululemon"
    " converse",
    "watches": "rolex swatch richemont seiko casio",
    "cosmetics": "loreal estee-lauder coty shiseido avon beiersdorf natura puig ulta-beauty",
    "food": "nestle danone lactalis unilever kraft-heinz mondelez general-mills kellogg hershey mars tyson-foods"
    " ferrero barilla lindt barry-callebaut jbs brf marfrig smithfield-foods cargill conagra campbell-soup hormel"
    " associated-british-foods premier-foods bimbo orkla mowi ben-and-jerrys chobani beyond-meat impossible-foods"
    " ajinomoto kikkoman nidec saputo almarai indofood britannia-industries miratorg",
    "chocolate": "ferrero hershey mars mondelez nestle lindt barry-callebaut blommer-chocolate",
    "drinks": "coca-cola pepsico diageo pernod-ricard red-bull ab-inbev heineken carlsberg campari remy-cointreau"
    " suntory asahi-group kirin-holdings keurig-dr-pepper monster-beverage constellation-brands molson-coors"
    " brown-forman kweichow-moutai danone coca-cola-hbc coca-cola-femsa coca-cola-europacific-partners"
    " thai-beverage arca-continental",
    "beer": "ab-inbev heineken carlsberg molson-coors asahi-group kirin-holdings suntory tsingtao-brewery"
    " boston-beer ambev grupo-modelo constellation-brands san-miguel chongqing-brewery thai-beverage femsa diageo",
    "spirits": "diageo pernod-ricard remy-cointreau brown-forman kweichow-moutai campari suntory wuliangye-yibin",
    "coffee": "starbucks luckin-coffee nestle jde-peets tim-hortons dunkin",
    "restaurants": "mcdonalds burger-king wendys chick-fil-a chipotle starbucks dunkin dominos pizza-hut kfc"
    " taco-bell yum-brands subway papa-johns greggs jd-wetherspoon jollibee tim-hortons vkusno-and-tochka"
    " luckin-coffee haidilao-international shake-shack panera cracker-barrel darden-restaurants"
    " restaurant-brands-international",
    "tobacco": "british-american-tobacco imperial-brands philip-morris philip-morris-international altria"
    " reynolds-american japan-tobacco juul itc-limited",
    "toys": "lego mattel hasbro bandai-namco pop-mart-international",
    "games": "nintendo sony sega ubisoft electronic-arts activision-blizzard take-two epic-games roblox tencent"
    " netease cd-projekt embracer capcom konami bandai-namco square-enix supercell zynga unity-software krafton"
    " nexon microsoft",
    "consoles": "nintendo sony microsoft",
    "tech": "apple microsoft alphabet google amazon meta ibm oracle tencent alibaba baidu bytedance huawei xiaomi"
    " samsung sony sap nvidia intel salesforce adobe dell hp hewlett-packard-enterprise cisco naver kakao yandex"
    " yahoo lenovo openai palantir twitter tiktok netflix uber airbnb spotify infosys wipro tcs hcl-technologies"
    " tech-mahindra fujitsu nec toshiba hitachi foxconn lg-electronics atos capgemini snap softbank zte nokia"
    " ericsson",
    "software": "microsoft sap oracle salesforce adobe ibm servicenow workday snowflake palantir atlassian sage"
    " temenos dassault-systemes intuit autodesk solarwinds open-text vmware zoom slack docusign teamviewer"
    " crowdstrike kaspersky sinch amadeus infosys tcs wipro check-point xero constellation-software sensetime"
    " megvii iflytek",
    "security software": "crowdstrike kaspersky fireeye mandiant solarwinds mcafee symantec palo-alto-networks"
    " cloudflare check-point okta fortinet nso-group",
    "search": "google alphabet baidu yandex duckduckgo naver",
    "social media": "meta instagram whatsapp twitter tiktok snap reddit linkedin pinterest telegram vkontakte"
    " weibo youtube bluesky parler trump-media tumblr myspace kuaishou discord nextdoor",
    "AI": "openai anthropic deepmind mistral-ai xai deepseek perplexity stability-ai scale-ai hugging-face sensetime",
    "phones": "apple samsung nokia huawei xiaomi oppo vivo honor motorola sony google htc blackberry",
    "computers": "apple dell hp lenovo acer asus ibm fujitsu",
    "cameras": "canon nikon olympus sony fujifilm kodak polaroid gopro",
    "electronics": "sony panasonic sharp toshiba hitachi samsung lg lg-electronics philips foxconn siemens"
    " hisense tcl apple kyocera mitsubishi-electric pegatron xiaomi tdk midea electrolux",
    "appliances": "whirlpool electrolux haier-smart-home midea dyson arcelik lg-electronics samsung hisense"
    " panasonic delonghi gree-electric-appliances-inc-of-zhuhai bosch",
    "telecoms": "deutsche-telekom vodafone bt o2 ee-limited orange telefonica telecom-italia telenor telia"
    " swisscom kpn proximus verizon at-and-t t-mobile sprint comcast charter-communications bell-canada"
    " rogers-communications telus telstra optus ntt ntt-docomo kddi softbank china-mobile china-telecom"
    " china-unicom chunghwa-telecom bharti-airtel vodafone-idea america-movil turkcell turk-telekom mts megafon"
    " etisalat ooredoo saudi-telecom mtn vodacom safaricom virgin-media-o2 three-uk singapore-telecommunications"
    " telkom-indonesia spark-new-zealand rakuten ote pldt oi-sa starlink axiata telefonica-brasil",
    "broadcaster": "bbc itv channel-4 channel-5 sky sky-news cnn fox-news fox abc abc-news nbc nbc-news cbs"
    " cbs-news msnbc cnbc ard zdf rai mediaset tf1 france-24 rt cctv cgtn nhk kbs cbc ctv rte svt nrk yle"
    " al-jazeera al-arabiya trt globo televisa univision pbs npr voice-of-america"
    " australian-broadcasting-corporation prosiebensat-1 rtl-group canal-plus telesur press-tv ndtv republic-tv"
    " euronews gb-news espn vgtrk channel-one-russia channel-newsasia",
    "newspaper": "new-york-times washington-post wall-street-journal the-guardian the-times daily-telegraph"
    " daily-mail daily-mirror the-sun financial-times the-independent usa-today los-angeles-times le-monde"
    " le-figaro liberation bild die-welt die-zeit sueddeutsche-zeitung frankfurter-allgemeine-zeitung el-pais"
    " el-mundo corriere-della-sera la-repubblica la-stampa haaretz jerusalem-post hurriyet cumhuriyet"
    " novaya-gazeta kommersant vedomosti izvestia peoples-daily global-times china-daily asahi-shimbun"
    " yomiuri-shimbun the-hindu times-of-india hindustan-times globe-and-mail toronto-star the-australian the-age"
    " sydney-morning-herald chicago-tribune boston-globe new-york-post clarin la-nacion folha-de-s-paulo"
    " apple-daily south-china-morning-post straits-times dawn gazeta-wyborcza dagens-nyheter aftenposten",
    "news agency": "reuters associated-press afp dpa ansa efe tass interfax xinhua kyodo yonhap ria-novosti"
    " bloomberg press-trust-of-india irna",
    "publisher": "axel-springer bertelsmann news-corp harpercollins pearson relx wolters-kluwer conde-nast hearst"
    " gannett schibsted dow-jones-and-company new-york-times vivendi ubisoft electronic-arts activision-blizzard"
    " square-enix sega",
    "media": "walt-disney comcast nbcuniversal paramount-global warner-bros-discovery news-corp fox vivendi"
    " bertelsmann axel-springer mediaset prosiebensat-1 rtl-group globo televisa sinclair-broadcast"
    " thomson-reuters bloomberg trump-media gannett naspers prosus netflix bollore sky schibsted",
    "streaming": "netflix spotify hulu roku walt-disney youtube twitch hbo soundcloud tencent-music iqiyi pandora"
    " warner-bros-discovery",
    "studio": "walt-disney pixar marvel warner-bros-discovery paramount-global lionsgate dreamworks miramax"
    " mgm-studios nbcuniversal weinstein-company",
    "music": "universal-music warner-music spotify sony live-nation hybe tencent-music soundcloud",
    "advertising": "wpp publicis omnicom dentsu edelman bell-pottinger",
    "ride-hailing": "uber lyft grab gojek didi ola careem",
    "delivery": "deliveroo just-eat-takeaway delivery-hero doordash instacart zomato swiggy meituan glovo rappi"
    " ocado uber hellofresh grab",
    "parcels": "fedex ups deutsche-post royal-mail u-s-postal-service la-poste japan-post inpost amazon poste-italiane",
    "logistics": "fedex ups deutsche-post dsv kuehne-plus-nagel maersk dp-world xpo jb-hunt royal-mail",
    "shipping": "maersk msc hapag-lloyd cma-cgm cosco evergreen-marine hmm hanjin-shipping yang-ming-marine-transport",
    "ferries": "p-and-o-ferries",
    "cruises": "carnival royal-caribbean norwegian-cruise-line tui",
    "railway": "deutsche-bahn sncf amtrak union-pacific norfolk-southern csx bnsf canadian-national-railway"
    " canadian-pacific-railway russian-railways eurostar east-japan-railway mtr china-railway-engineering transnet",
    "ports": "dp-world cosco ck-hutchison hhla adani",
    "airport": "heathrow aeroports-de-paris aena sydney-airport airports-of-thailand",
    "hotels": "accor hilton marriott hyatt intercontinental-hotels whitbread airbnb oyo trump-hotels h-world",
    "travel": "tui booking-com expedia tripadvisor thomas-cook trip-com airbnb kayak booking-holdings",
    "casinos": "las-vegas-sands wynn-resorts mgm-resorts caesars-entertainment crown-resorts star-entertainment"
    " genting galaxy-entertainment",
    "betting": "flutter entain william-hill bet365 draftkings evolution evolution-gaming",
    "builder": "vinci bouygues eiffage skanska ferrovial acs persimmon taylor-wimpey barratt carillion bechtel"
    " larsen-and-toubro china-state-construction-engineering china-communications-construction odebrecht kbr"
    " lennar d-r-horton berkeley-group techint snc-lavalin daiwa-house-industry sekisui-house",
    "property": "evergrande country-garden vanke sunac kaisa vonovia deutsche-wohnen leg-immobilien"
    " land-securities segro unibail-rodamco-westfield emaar prologis dlf wework brookfield capitaland dalian-wanda"
    " longfor trump-organization",
    "cement": "holcim lafarge heidelbergcement cemex crh anhui-conch-cement ultratech-cement shree-cement dangote",
    "chemicals": "basf bayer dow dupont solvay lanxess covestro evonik akzonobel dsm syngenta arkema sabic"
    " chemchina 3m sika ems-chemie wacker-chemie lyondellbasell eastman-chemical celanese umicore braskem brenntag"
    " monsanto corteva air-liquide linde yara k-plus-s lg-chem air-products-and-chemicals",
    "fertiliser": "yara nutrien mosaic k-plus-s cf-industries ocp-group icl-group",
    "seeds": "monsanto syngenta bayer corteva basf",
    "paper": "upm stora-enso international-paper mondi suzano georgia-pacific weyerhaeuser",
    "machinery": "caterpillar deere cnh-industrial komatsu kubota jcb siemens abb alfa-laval sandvik atlas-copco"
    " kion schindler kone otis-worldwide sany-heavy-industry",
    "engineering": "siemens abb alstom thyssenkrupp bosch rolls-royce general-electric"
    " mitsubishi-heavy-industries hitachi schneider-electric honeywell larsen-and-toubro bechtel kbr weir-group"
    " saipem smiths-group melrose",
    "conglomerate": "tata reliance-industries adani samsung lg hyundai sk-group lotte hanwha mitsubishi mitsui"
    " sumitomo itochu softbank berkshire-hathaway siemens general-electric honeywell ck-hutchison jardine-matheson"
    " swire-pacific hna fosun dalian-wanda koc sabanci bouygues bollore lvmh hitachi toshiba koch-industries"
    " cp-group vingroup san-miguel ayala dangote naspers mahindra citic rostec thyssenkrupp alphabet amazon"
    " kinnevik wesfarmers virgin 3m",
    "asset manager": "blackrock vanguard fidelity state-street amundi schroders abrdn pimco t-rowe-price invesco"
    " franklin-templeton ark-invest brookfield blackstone apollo kkr carlyle ashmore pershing-square macquarie",
    "private equity": "blackstone kkr carlyle apollo tpg silver-lake advent-international bain-capital eqt 3i"
    " brookfield bridgepoint partners-group",
    "hedge fund": "bridgewater citadel renaissance-technologies point72 elliott-management pershing-square"
    " third-point archegos",
    "exchange": "london-stock-exchange deutsche-boerse nasdaq nyse intercontinental-exchange cme hkex asx"
    " singapore-exchange b3-sa cboe-global-markets coinbase binance ftx kraken bitfinex mt-gox",
    "crypto": "coinbase binance ftx kraken bitfinex mt-gox tether circle celsius-network blockfi block-one"
    " nobitex terraform-labs",
    "payments": "visa mastercard american-express paypal stripe adyen klarna wirecard worldline block"
    " western-union wise fiserv nexi paytm ant-group venmo affirm pagseguro-digital afterpay discover-financial",
    "fintech": "revolut monzo n26 wise klarna stripe adyen paypal ant-group starling-bank nubank affirm robinhood"
    " sofi block paytm wirecard",
    "broker": "robinhood charles-schwab interactive-brokers e-trade td-ameritrade nomura hargreaves-lansdown",
    "rating agency": "moodys s-and-p-global fitch",
    "auditor": "deloitte pwc ey kpmg arthur-andersen",
    "consultancy": "mckinsey boston-consulting-group bain-and-company deloitte pwc ey kpmg accenture capgemini"
    " booz-allen capital-economics oxford-economics wood-mackenzie rystad-energy gartner",
    "law firm": "freshfields mossack-fonseca",
    "outsourcer": "serco g4s capita carillion sodexo teleperformance",
    "pharmacy": "cvs-health walgreens rite-aid boots",
    "biotech": "biontech curevac moderna novavax genentech amgen biogen gilead regeneron vertex-pharmaceuticals"
    " genmab illumina bharat-biotech csl 23andme argenx",
    "hospitals": "hca tenet-healthcare community-health-systems fresenius ramsay-health-care rede-dor-sao-luiz",
    "waste": "veolia suez waste-management republic-services",
    "drones": "dji baykar aerovironment anduril",
}
# Words in a company's name that tell its trade.
_NAME_WORDS = {
    "airline": "air airlines airline airways aviation",
    "bank": "bank bancorp banco banca banque bankia",
    "insurer": "insurance assurance life re assicurazioni",
    "carmaker": "motor motors auto automotive cars",
    "chips": "semiconductor semiconductors chips microelectronics",
    "drugs": "pharma pharmaceutical pharmaceuticals therapeutics biotech biosciences",
    "steel": "steel",
    "mining": "mining minerals gold metals mines copper lithium",
    "oil": "oil petroleum",
    "utility": "energy power electric gas water hydro",
    "grocer": "supermarkets foods",
    "retailer": "stores mart",
    "beer": "brewery brewing breweries beer",
    "telecoms": "telecom telekom telecoms mobile",
    "shipping": "shipping lines line",
    "railway": "rail railway railways",
    "hotels": "hotels",
    "ships": "shipyard shipyards shipbuilding",
    "media": "media",
    "software": "software",
    "builder": "construction",
    "chemicals": "chemicals chemical",
    "cement": "cement",
}
# Ids, less 'company:', of those that sit in each city.
_SEATS = {
    "Amsterdam": "booking-com abn-amro adyen heineken",
    "Armonk": "ibm",
    "Atlanta": "coca-cola delta-air-lines ups home-depot",
    "Austin": "tesla oracle dell",
    "Basel": "novartis roche syngenta",
    "Bengaluru": "infosys wipro swiggy flipkart ola byjus",
    "Bentonville": "walmart",
    "Berlin": "zalando delivery-hero hellofresh n26",
    "Bilbao": "iberdrola bbva",
    "Billund": "lego",
    "Boston": "general-electric fidelity bain-capital",
    "Brussels": "solvay ucb kbc proximus",
    "Chicago": "united-airlines mcdonalds",
    "Cincinnati": "kroger procter-and-gamble",
    "Clermont-Ferrand": "michelin",
    "Copenhagen": "maersk carlsberg danske-bank novo-nordisk orsted",
    "Cupertino": "apple",
    "Dallas": "at-and-t southwest-airlines texas-instruments",
    "Detroit": "general-motors",
    "Dubai": "emirates-airline dp-world emaar telegram",
    "Dublin": "ryanair aer-lingus bank-of-ireland allied-irish-banks",
    "Düsseldorf": "uniper henkel rheinmetall metro-ag ceconomy",
    "Eindhoven": "philips nxp",
    "Essen": "thyssenkrupp rwe e-on",
    "Espoo": "nokia fortum neste",
    "Frankfurt": "deutsche-bank commerzbank deutsche-boerse",
    "Geneva": "msc vitol trafigura gunvor givaudan",
    "Gothenburg": "volvo volvo-cars skf",
    "Gurugram": "zomato maruti-suzuki",
    "Hamburg": "hapag-lloyd hhla beiersdorf",
    "Hangzhou": "alibaba ant-group netease geely",
    "Hannover": "continental tui hannover-re",
    "Helsinki": "nordea kone upm",
    "Hollywood": "walt-disney warner-bros-discovery paramount-global lionsgate dreamworks miramax mgm-studios netflix",
    "Hong Kong": "cathay-pacific hkex ck-hutchison aia jardine-matheson",
    "Houston": "conocophillips occidental halliburton enron",
    "Hyderabad": "dr-reddys bharat-biotech",
    "Istanbul": "turkish-airlines turkcell baykar koc sabanci",
    "Jakarta": "gojek garuda pertamina",
    "Johannesburg": "eskom mtn standard-bank absa sasol anglo-american",
    "Kyoto": "nintendo kyocera omron",
    "Leverkusen": "bayer covestro",
    "London": "hsbc barclays lloyds bp shell unilever gsk diageo vodafone bt rio-tinto anglo-american"
    " standard-chartered british-american-tobacco burberry itv bbc revolut monzo wise deliveroo wpp prudential"
    " british-airways marks-and-spencer rolls-royce sainsburys centrica national-grid reckitt antofagasta",
    "Los Angeles": "snap hulu spacex",
    "Ludwigshafen": "basf",
    "Luxembourg": "arcelormittal rtl-group",
    "Madrid": "telefonica repsol santander iberia",
    "Melbourne": "bhp telstra anz nab coles",
    "Menlo Park": "meta robinhood",
    "Milan": "unicredit pirelli prada intesa-sanpaolo",
    "Minneapolis": "target u-s-bancorp",
    "Montreal": "bombardier air-canada bank-of-montreal snc-lavalin",
    "Moscow": "gazprombank rosneft lukoil sberbank aeroflot yandex rosatom",
    "Mountain View": "google alphabet",
    "Mumbai": "reliance-industries tata tcs hdfc-bank icici-bank state-bank-of-india",
    "Munich": "allianz bmw siemens munich-re siemens-energy infineon mtu-aero-engines",
    "New York": "jpmorgan goldman-sachs citigroup morgan-stanley pfizer verizon blackrock blackstone kkr"
    " new-york-times",
    "Omaha": "berkshire-hathaway union-pacific",
    "Osaka": "panasonic sharp",
    "Oslo": "telenor dnb norsk-hydro yara orkla",
    "Paris": "bnp-paribas societe-generale totalenergies lvmh axa danone carrefour renault kering engie edf"
    " orange vivendi accor sanofi safran thales ubisoft loreal alstom vinci",
    "Redmond": "microsoft",
    "Rome": "eni enel leonardo telecom-italia rai",
    "San Diego": "qualcomm",
    "San Francisco": "uber lyft airbnb salesforce openai anthropic wells-fargo levi-strauss twitter",
    "Seattle": "amazon starbucks",
    "Seoul": "samsung lg hyundai kia sk-group lotte korean-air naver hanwha",
    "Shenzhen": "huawei tencent byd zte dji ping-an evergrande honor",
    "Silicon Valley": "apple google alphabet meta intel nvidia hp cisco oracle netflix",
    "Singapore": "grab singapore-airlines dbs temasek sea-limited shein",
    "St. Petersburg": "gazprom gazprom-neft vtb",
    "Stockholm": "spotify ericsson h-and-m klarna seb swedbank electrolux",
    "Stuttgart": "mercedes-benz porsche bosch",
    "Sydney": "westpac commonwealth-bank macquarie qantas atlassian canva",
    "Tokyo": "sony honda softbank hitachi nec fujitsu toshiba tepco mufg mizuho nomura rakuten canon japan-airlines",
    "Toronto": "royal-bank-of-canada toronto-dominion barrick-gold manulife scotiabank",
    "Toulouse": "airbus",
    "Toyota City": "toyota",
    "Turin": "fiat ferrero exor",
    "Utrecht": "rabobank",
    "Vevey": "nestle",
    "Vienna": "omv erste-group raiffeisen verbund",
    "Wall Street": "jpmorgan goldman-sachs citigroup morgan-stanley bank-of-america",
    "Walldorf": "sap",
    "Wolfsburg": "volkswagen",
    "Yokohama": "nissan",
    "Zurich": "ubs credit-suisse zurich-insurance swiss-re abb",
    "Zug": "glencore holcim partners-group",
}


def _inverted(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, values in table.items():
        for value in values.split():
            found.setdefault(value, set()).add(key)
    return {value: frozenset(keys) for value, keys in found.items()}


CITIES = frozenset(_SEATS)
COMPANY_TRADES = _inverted(_COMPANIES)
_WORD_TRADES = _inverted(_NAME_WORDS)
COMPANY_SEATS = _inverted(_SEATS)


def trades_of(entity_id: str) -> frozenset[str]:
    """Return the trades of a company, by the tables or by the words of its id; empty where they are not known."""
    key = entity_id.removeprefix("company:")
    known = COMPANY_TRADES.get(key)
    if known is not None:
        return known
    return frozenset[str]().union(*(_WORD_TRADES.get(word, frozenset()) for word in key.split("-")))


def seats_of(entity_id: str) -> frozenset[str]:
    """Return the cities in which a company has its head office; empty where they are not known."""
    return COMPANY_SEATS.get(entity_id.removeprefix("company:"), frozenset())
