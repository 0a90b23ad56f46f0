import Documents
import Interview

// The words of the running page's figures.
extension DeskText {
  static let notYet = Bilingual(zh: "还不知道", en: "not known yet")
  static let nothingWaits = Bilingual(zh: "没有等待的", en: "nothing waits")
  static let noForecast = Bilingual(zh: "没有预计", en: "no forecast")
  static let perHour = Bilingual(zh: "每小时评分的回答", en: "Answers scored per hour")
  static let speed = Bilingual(zh: "比实时快（单个工作线程）", en: "Faster than real time, one worker")
  static let queueTime = Bilingual(zh: "队列预计还要", en: "The queue will take about")
  static let promise = Bilingual(zh: "按时评分", en: "Scored within the promised time")
  static let stored = Bilingual(zh: "已保存", en: "Stored")
  static let diskFree = Bilingual(zh: "磁盘剩余", en: "Disk free")
  static let diskFull = Bilingual(zh: "磁盘预计用满", en: "Disk nearly full in")
  static let kept = Bilingual(zh: "录音保留", en: "Recordings are kept for")
  static let since = Bilingual(zh: "已运行", en: "Running for")

  static func stored(sessions: Int, answers: Int) -> Bilingual {
    Bilingual(zh: "\(sessions) 场，\(answers) 个回答", en: "\(sessions) interviews, \(answers) answers")
  }

  static func state(of node: FleetDocument.State) -> Bilingual {
    switch node {
    case .ok: Bilingual(zh: "正常", en: "well")
    case .degraded: Bilingual(zh: "有问题", en: "has a problem")
    case .silent: Bilingual(zh: "没有消息", en: "not heard")
    }
  }

  static let running: [String: Bilingual] = [
    "nodes": Bilingual(zh: "服务器", en: "Servers"),
    "node": Bilingual(zh: "服务器", en: "Server"),
    "site": Bilingual(zh: "地点", en: "Site"),
    "lastHeard": Bilingual(zh: "上次消息", en: "Last heard"),
    "setAside": Bilingual(zh: "已搁置", en: "Set aside"),
    "mixed": Bilingual(
      zh: "有多个版本在评分；不同版本的得分不会放在一起比较：",
      en: "Several versions score. Scores of different versions are not compared: "),
    "seen": Bilingual(zh: "已经看过的问题", en: "Problems that somebody has seen and put aside"),
    "resumes": Bilingual(zh: "自动继续还有", en: "Work goes on by itself in"),
    "figures": Bilingual(zh: "工作情况", en: "How the work goes"),
    "attention": Bilingual(zh: "等人处理，但不影响评分", en: "Waiting for a person; scoring goes on"),
    "again": Bilingual(zh: "再试", en: "tried again in"),
  ]
}
