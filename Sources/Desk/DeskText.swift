import Interview
import Queries

/// The desk's own words.
enum DeskText {
  static func order(_ order: SessionListing.Order) -> Bilingual {
    switch order {
    case .time: Bilingual(zh: "最近更新的在前", en: "latest first")
    case .score: Bilingual(zh: "得分高的在前", en: "highest score first")
    case .candidate: Bilingual(zh: "按候选人编号", en: "by the candidate's id")
    case .id: Bilingual(zh: "按场次编号", en: "by the session's id")
    }
  }

  /// What the desk's form sends; other words of reviewers stand as they are.
  static func judgement(_ id: String) -> Bilingual {
    switch id {
    case "next-round": Bilingual(zh: "进入下一轮", en: "next round")
    case "hold": Bilingual(zh: "待定", en: "on hold")
    case "transcript-corrected": Bilingual(zh: "转写已更正", en: "transcript corrected")
    case "decline": Bilingual(zh: "不予录用", en: "declined")
    default: Bilingual(zh: id, en: id)
    }
  }

  static func confidence(_ level: String) -> Bilingual {
    switch level {
    case "high": Bilingual(zh: "可信程度高", en: "high confidence")
    case "medium": Bilingual(zh: "可信程度中", en: "medium confidence")
    case "low": Bilingual(zh: "可信程度低", en: "low confidence")
    default: Bilingual(zh: "数据不足，未评分", en: "not enough to score")
    }
  }

  /// By the names under which the templates know them.
  static let all: [String: Bilingual] = [common, roles, running].reduce(into: [:]) { $0.merge($1) { own, _ in own } }

  static func words(_ language: Language) -> [String: String] { language == .zh ? chinese : english }

  private static let chinese = all.mapValues(\.zh)
  private static let english = all.mapValues(\.en)

  static let common: [String: Bilingual] = [
    "interviews": Bilingual(zh: "面试", en: "Interviews"),
    "running": Bilingual(zh: "运行", en: "Running"),
    "questions": Bilingual(zh: "题目", en: "Questions"),
    "questionsAbout": Bilingual(
      zh: "每道题在所有作答者中的表现：能否分出高下，是否有人跳过。题目的问题不是候选人的问题。",
      en: "How each question does over everybody who was asked it: whether it tells people apart, and whether they answer it."),
    "noQuestions": Bilingual(zh: "还没有评分的回答。", en: "Nothing has been scored yet."),
    "engine": Bilingual(zh: "分析引擎", en: "engine"),
    "mean": Bilingual(zh: "平均分", en: "Mean of 100"),
    "sd": Bilingual(zh: "标准差", en: "Standard deviation"),
    "skipped": Bilingual(zh: "跳过", en: "Skipped"),
    "discrimination": Bilingual(zh: "区分度", en: "Discrimination"),
    "discriminationHint": Bilingual(
      zh: "区分度：此题得分与同一人其余各题得分的相关系数，−1 至 1；后面是区间。接近 0 的题目说明不了什么。",
      en:
        "Discrimination: how the score at a question goes with the same people's scores at the others, −1 to 1, with its interval. A question near 0 tells little."
    ),
    "skip": Bilingual(zh: "跳到正文", en: "Skip to the content"),
    "candidate": Bilingual(zh: "候选人", en: "Candidate"),
    "role": Bilingual(zh: "岗位模型", en: "Role model"),
    "state": Bilingual(zh: "状态", en: "State"),
    "answers": Bilingual(zh: "回答", en: "Answers"),
    "score": Bilingual(zh: "得分（满分 100）", en: "Score of 100"),
    "interval": Bilingual(zh: "区间", en: "Interval"),
    "decision": Bilingual(zh: "人的决定", en: "Decision by a person"),
    "updated": Bilingual(zh: "更新（UTC）", en: "Updated (UTC)"),
    "choose": Bilingual(zh: "选中", en: "Choose"),
    "comparison": Bilingual(zh: "比较", en: "Comparison"),
    "compare": Bilingual(zh: "比较所选", en: "Compare the chosen"),
    "compareHint": Bilingual(zh: "选二至八场，只比较共同的题目。", en: "Choose two to eight; only questions in common are compared."),
    "to": Bilingual(zh: "至", en: "to"),
    "all": Bilingual(zh: "全部", en: "all"),
    "filter": Bilingual(zh: "显示", en: "Show"),
    "sort": Bilingual(zh: "排序", en: "Order"),
    "search": Bilingual(zh: "按候选人编号查找", en: "Find by candidate id"),
    "find": Bilingual(zh: "查找", en: "Find"),
    "sought": Bilingual(zh: "查找", en: "Searched for"),
    "noInterviews": Bilingual(zh: "没有符合条件的面试。", en: "No interview matches."),
    "next": Bilingual(zh: "下一页", en: "Next page"),
    "ofQuestions": Bilingual(zh: "题有得分", en: "answers have scores"),
    "noScore": Bilingual(zh: "未评分：见下方各题的原因。", en: "No score: the reasons stand with the answers below."),
    "noDecision": Bilingual(zh: "还没有人作出决定。机器得分不是决定。", en: "Nobody has decided yet. The machine's score is no decision."),
    "decide": Bilingual(zh: "作出决定", en: "Decide"),
    "judgement": Bilingual(zh: "决定", en: "Decision"),
    "reason": Bilingual(zh: "理由", en: "Reason"),
    "save": Bilingual(zh: "保存", en: "Save"),
    "notes": Bilingual(zh: "须知", en: "What to know"),
    "followUps": Bilingual(zh: "可以追问", en: "What to ask next"),
    "dimensions": Bilingual(zh: "各维度", en: "Dimensions"),
    "question": Bilingual(zh: "题目", en: "Question"),
    "notCounted": Bilingual(zh: "这一次作答不计分", en: "This attempt does not count"),
    "lost": Bilingual(zh: "失分", en: "Lost points"),
    "nothingLost": Bilingual(zh: "没有失分。", en: "No points were lost."),
    "points": Bilingual(zh: "分", en: "Points"),
    "why": Bilingual(zh: "原因", en: "Why"),
    "where": Bilingual(zh: "时间（点击收听）", en: "When (select to hear)"),
    "advice": Bilingual(zh: "建议", en: "Advice"),
    "transcript": Bilingual(zh: "转写", en: "Transcript"),
    "misfit": Bilingual(
      zh: "这份转写与录音不符，可能不是该候选人所说，因此没有用于评分。",
      en: "This transcript does not fit the recording; it may not be what was said, and was not scored."),
    "timeline": Bilingual(
      zh: "上：音高；中：说话与停顿；下：失分处。点击可从该处收听。",
      en: "Above: pitch; middle: speech and pauses; below: where points were lost. Select a place to hear it."),
    "correct": Bilingual(zh: "更正转写", en: "Correct the transcript"),
    "heard": Bilingual(zh: "您听到的全部文字", en: "All that you heard"),
    "heardHint": Bilingual(
      zh: "保持行数不变，各行的时间就会保留。两个版本都会保存，几秒后重新评分；更正者与理由列在评审中。",
      en:
        "Keep the number of lines, and their times stay. Both versions are kept, and the answer is scored again within seconds; who corrected it and why stands with the reviews."
    ),
    "correctSend": Bilingual(zh: "更正并重新评分", en: "Correct and score again"),
    "among": Bilingual(zh: "在本岗位的回答中所处的位置", en: "Where it stands among the role's answers"),
    "measure": Bilingual(zh: "测量值", en: "Measure"),
    "value": Bilingual(zh: "数值", en: "Value"),
    "percentile": Bilingual(zh: "百分位", en: "Percentile"),
    "pace": Bilingual(
      zh: "最上方：每句的语速（音节/秒，中线为全程平均）。", en: "At the top: the pace of each line (syllables per second; the line is the mean)."),
    "full": Bilingual(zh: "完整说明", en: "The whole explanation"),
    "reviews": Bilingual(zh: "人工评审", en: "Human reviews"),
    "addReview": Bilingual(zh: "评审这个回答", en: "Review this answer"),
    "report": Bilingual(zh: "可打印的报告", en: "Report to print"),
    "reportSound": Bilingual(zh: "带录音片段的报告文件", en: "Report file with its sound"),
    "forCandidate": Bilingual(zh: "候选人反馈页", en: "Page for the candidate"),
    "back": Bilingual(zh: "返回面试", en: "Back to the interview"),
    "close": Bilingual(
      zh: "各人的区间有重叠：这些总分之间没有可以断定的差别。",
      en: "The intervals overlap: between these scores no difference can be told."),
    "closePairs": Bilingual(
      zh: "这些人的区间有重叠，总分之间没有可以断定的差别：",
      en: "The intervals of these overlap, so that between their scores no difference can be told: "),
    "dimensionHint": Bilingual(
      zh: "单个维度没有自己的区间：维度之间的小差别不说明什么。",
      en: "No interval is known of a single dimension: small differences there mean nothing."),
    "common": Bilingual(zh: "共同的题目", en: "Questions in common"),
    "noRank": Bilingual(zh: "不排名次。请先听，再决定。", en: "Nobody is ranked. Listen first, then decide."),
    "dimension": Bilingual(zh: "维度", en: "Dimension"),
    "oneFile": Bilingual(zh: "存为一个文件", en: "Save as one file"),
    "pdfHint": Bilingual(zh: "要 PDF，请用浏览器的打印。", en: "For a PDF, print it from the browser."),
    "waiting": Bilingual(zh: "等待", en: "Waiting"),
    "inWork": Bilingual(zh: "处理中", en: "Being scored"),
    "oldest": Bilingual(zh: "最久的已等", en: "Oldest has waited"),
    "well2": Bilingual(zh: "一切正常。", en: "All is well."),
    "problems": Bilingual(zh: "问题", en: "Problems"),
    "remedy": Bilingual(zh: "怎么办", en: "What to do"),
    "queue": Bilingual(zh: "队列", en: "Queue"),
    "emptyQueue": Bilingual(zh: "没有等待的文件。", en: "Nothing is waiting."),
    "aside": Bilingual(zh: "隔离区与搁置", en: "Set aside: quarantine and held"),
    "noAside": Bilingual(zh: "没有被隔离或搁置的文件。", en: "Nothing was set aside."),
    "retry": Bilingual(zh: "放回重试", en: "Put back and retry"),
    "pause": Bilingual(zh: "暂停", en: "Pause"),
    "resume": Bilingual(zh: "继续", en: "Resume"),
    "paused": Bilingual(zh: "已暂停：不取新的文件。", en: "Paused: nothing new is taken."),
    "notOperator": Bilingual(zh: "队列与隔离区由操作员查看。", en: "Queue and quarantine are for operators."),
    "since": Bilingual(zh: "已等", en: "Waited"),
  ]
}
