/// The words of a language that mean something for measuring: fillers, markers, units. One source of data; operators read
/// it in `models/lexicon/`, which is generated from here.
public struct Lexicon: Sendable {
  /// Filled pauses wherever they stand.
  var fillers: Set<String>
  /// Words that are fillers only when they stand alone between pauses, or are said twice in a row.
  var isolatedFillers: Set<String>
  /// Markers by scheme and step.
  var markers: [(scheme: String, step: String, terms: [String])]
  /// What opens a self-repair.
  var repairs: [String]
  /// What denies the words behind it.
  var negations: [String]
  /// Units that make a figure a quantity.
  var units: Set<String>
  /// Verbs and nouns of outcomes.
  var results: [String]
  /// Chinese reduplications that are words, not repetitions.
  var reduplications: Set<String>
  /// Syllables of English words where the rule is wrong.
  var syllables: [String: Int]
}

extension Lexicon {
  /// What is compiled in.
  public static let builtin = Lexicon(
    // Yuan et al. 2016; Zhao & Jurafsky: 呃 and 嗯 are the filled pauses of Mandarin; uh and um those of English.
    fillers: ["嗯", "呃", "额", "唔", "uh", "um", "er", "erm", "hmm", "mm", "uhm", "ah", "eh"],
    // 那个 and 这个 are usually demonstratives: counted only where they stand alone.
    isolatedFillers: ["那个", "这个", "就是", "然后", "啊", "哦", "like", "you know", "i mean", "well", "so"],
    markers: [
      (
        "star", "situation",
        [
          "当时", "背景是", "那时候", "有一次", "在上一家公司", "去年", "前年", "之前在", "at the time", "the situation was", "last year", "at my previous",
          "there was a", "when i was", "the context was", "back in",
        ]
      ),
      (
        "star", "task",
        [
          "我的任务", "我负责", "目标是", "需要解决", "要求我", "我的职责", "任务是", "my task", "my job was", "i was responsible", "the goal was", "i had to",
          "we needed to", "my role was", "i was asked to",
        ]
      ),
      (
        "star", "action",
        [
          "我采取", "我首先", "于是我", "我做了", "我组织", "我分析", "我和客户", "我主动", "我设计", "我们采取", "i decided", "i started by", "so i", "i built",
          "i analysed", "i analyzed", "i organised", "i organized", "i wrote", "i designed", "what i did", "i talked to",
        ]
      ),
      (
        "star", "result",
        [
          "结果是", "最终", "最后我们", "结果", "因此提升", "成功", "达成", "完成了", "as a result", "in the end", "the result was", "the outcome", "eventually",
          "we achieved", "this led to", "it reduced", "it increased",
        ]
      ),
      (
        "problem-solution", "problem",
        ["问题是", "问题在于", "遇到的问题", "难点", "挑战是", "痛点", "the problem was", "the issue was", "the challenge was", "we found that", "bottleneck"]
      ),
      (
        "problem-solution", "solution",
        [
          "解决方案", "解决办法", "我的方案", "方案是", "通过", "采用", "the solution was", "to solve this", "to fix", "our approach", "we solved",
          "i proposed",
        ]
      ),
      (
        "problem-solution", "verification",
        [
          "验证", "测试表明", "数据显示", "效果", "复盘", "对比", "verified", "we measured", "the tests showed", "the data showed", "we confirmed",
          "monitoring showed",
        ]
      ),
      ("ordinal", "first", ["首先", "第一", "一是", "first", "firstly", "to begin with", "first of all"]),
      ("ordinal", "then", ["其次", "然后", "第二", "接着", "二是", "second", "secondly", "then", "next", "after that"]),
      ("ordinal", "finally", ["最后", "第三", "总之", "综上", "三是", "finally", "lastly", "in conclusion", "third", "to sum up"]),
    ],
    repairs: ["不对", "应该说", "我是说", "更准确地说", "说错了", "i mean", "sorry", "or rather", "no wait", "let me rephrase"],
    negations: [
      "没有", "没", "不", "未", "无", "缺乏", "缺少", "without", "no", "not", "never", "lack", "lacked", "n't", "didn't", "don't", "wasn't",
    ],
    units: [
      "元", "万", "亿", "千", "百", "人", "个", "次", "天", "周", "月", "年", "小时", "分钟", "秒", "倍", "家", "台", "件", "吨", "公里", "米", "percent", "people",
      "days", "weeks", "months", "years", "hours", "minutes", "seconds", "users", "customers", "dollars", "times", "million", "thousand",
      "billion", "milliseconds", "requests", "engineers",
    ],
    results: [
      "提升了", "提高了", "下降了", "降低了", "增长了", "减少了", "节省了", "缩短了", "完成了", "达到", "increased by", "reduced by", "grew by", "cut by", "saved",
      "dropped by", "improved by", "fell by", "rose to", "went from",
    ],
    reduplications: [
      "看看", "想想", "说说", "试试", "谈谈", "聊聊", "等等", "慢慢", "常常", "刚刚", "仅仅", "渐渐", "往往", "天天", "人人", "个个", "谢谢", "爸爸", "妈妈", "哥哥", "姐姐", "弟弟",
      "妹妹", "多多", "好好", "大大", "稍稍", "偏偏", "明明", "恰恰", "通通", "统统", "种种", "层层", "步步", "一一", "纷纷", "默默", "匆匆", "星星", "宝宝", "奶奶", "爷爷", "叔叔",
      "时时", "处处", "事事", "年年", "月月", "家家", "了了", "九九", "八八", "七七", "六六", "五五", "四四", "三三", "二二", "零零",
    ],
    syllables: [
      "the": 1, "people": 2, "business": 2, "every": 2, "different": 3, "interesting": 3, "being": 2, "doing": 2, "going": 2, "area": 3,
      "idea": 3,
      "ideas": 3, "real": 1, "really": 2, "science": 2, "client": 2, "clients": 2, "quiet": 2, "society": 4, "create": 2, "created": 3,
      "creating": 3,
      "experience": 4, "experiences": 5, "material": 4, "period": 3, "serious": 3, "various": 3, "previous": 3, "obvious": 3, "engineer": 3,
      "engineers": 3,
      "course": 1, "one": 1, "once": 1, "someone": 2, "something": 2, "sometimes": 2, "therefore": 2, "were": 1, "are": 1, "you": 1,
      "your": 1,
      "recipe": 3, "cafe": 2, "resume": 3, "colleague": 2, "colleagues": 2, "queue": 1, "queues": 1, "vague": 1, "league": 1, "dialogue": 3,
      "hour": 1, "our": 1, "chocolate": 3, "evening": 2, "family": 3, "general": 3, "several": 3, "average": 3, "usually": 4, "actually": 4,
      "poem": 2, "lion": 2, "riot": 2, "diet": 2, "variety": 4, "reliable": 4, "reliability": 6, "via": 2, "video": 3, "radio": 3,
      "studio": 3,
      "cooperate": 4, "react": 2, "theater": 3, "museum": 3, "ruin": 2, "fluid": 2, "evaluate": 4, "situation": 4, "situations": 4,
      "graduate": 3,
      "maybe": 2, "used": 1, "asked": 1, "worked": 1, "helped": 1, "talked": 1, "moved": 1, "solved": 1, "called": 1, "changed": 1,
      "learned": 1,
    ])
}
