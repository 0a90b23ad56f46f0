/// The most frequent characters of a language, by which its texts are told from noise.
enum FrequentCharacters {
  /// The first 200 or so of Chinese (Jun Da 2004, modern texts; Tsai 1996, traditional), in both forms, with those of interviews.
  static let chinese = Set(
    """
    的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实\
    日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走\
    這個們來為國說時會對過發後著種經學還進動現當沒開從實無與長機關點業將兩間問應戰頭體見產給門東聲員論處
    做客户团队销售项目公司需负责认协沟服务目标问题结果完成客戶團隊項認協溝結戶責
    """.unicodeScalars.filter { $0.isHan })

  /// The first 60 or so syllables of Korean (of the frequency list of the National Institute of Korean Language).
  static let korean = Set("이다는을가에의고하를은한지로기사도서리나시자어들인대그해정아니것라수게보일전있면만부으제했주상과구장습여성동와원저공무야안우합았생적".unicodeScalars)
}
