/// Words that tell a speaker's label from a heading.
enum SpeakerRoles {
  /// Whether it says by itself that it names a speaker: `SPEAKER_00`, `Speaker 1`, `speaker-A`, `Interviewer`, `面试官`, `说话人1`.
  static func isRole(_ name: String) -> Bool {
    var bare = Substring(name.lowercased())
    while let last = bare.last, last.isNumber || " _-#.:".contains(last) { bare = bare.dropLast() }
    // A letter set apart is a number too: Speaker B.
    if let last = bare.last, last.isLetter, bare.dropLast().last.map({ " _-".contains($0) }) == true { bare = bare.dropLast(2) }
    while let last = bare.last, " _-".contains(last) { bare = bare.dropLast() }
    return roles.contains(String(bare).replacing("_", with: " "))
  }

  /// Questions and answers: names only together.
  static func isTurn(_ name: String) -> Bool {
    var bare = Substring(name.lowercased())
    while let last = bare.last, last.isNumber || " .".contains(last) { bare = bare.dropLast() }
    return turns.contains(String(bare))
  }

  /// What stands before a colon in an answer: `Result: we saved 15%`.
  static func isHeading(_ name: String) -> Bool {
    let folded = name.lowercased()
    if headings.contains(folded) { return true }
    // "The result", "My first task", "Step 2", "第一点", "最终结果": a heading stands at the end, or a number.
    let words = folded.split { $0 == " " || $0 == "-" || $0 == "_" }.map(String.init).filter { Int($0) == nil }
    if let last = words.last, words.count <= 4, headings.contains(last) || words.first.map(headings.contains) == true { return true }
    return folded.hasPrefix("第") || hanEndings.contains(where: folded.hasSuffix)
  }

  static func isFunctionWord(_ word: String) -> Bool { function.contains(word) }

  static func isFunctionCharacter(_ scalar: Unicode.Scalar) -> Bool { functionCharacters.contains(scalar) }

  static func hasSurname(_ name: String) -> Bool {
    guard let first = name.first else { return false }
    return surnames.contains(first) || ["欧阳", "司马", "上官", "诸葛", "歐陽", "東方", "东方"].contains { name.hasPrefix($0) }
  }

  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: ",").map { String($0).trimmed }) }

  private static let roles = words(
    """
    speaker, spk, spkr, interviewer, interviewee, candidate, applicant, host, moderator, guest, participant, person, panelist, recruiter, \
    hiring manager, unknown speaker, unidentified speaker, unknown, voice, channel, ch, agent, customer, examiner, male speaker, \
    female speaker, \
    说话人, 說話人, 讲话人, 讲者, 发言人, 發言人, 面试官, 面試官, 考官, 主考官, 候选人, 候選人, 应聘者, 應聘者, 求职者, 面试者, 受访者, 采访者, 主持人, 嘉宾, 提问者, 回答者, \
    招聘官, 用人经理, 声道, 聲道, 客户方, 坐席, 未知说话人
    """)
  private static let turns = words("q, a, question, answer, 问, 答, 問, 提问, 回答")
  private static let headings = words(
    """
    situation, task, action, actions, result, results, outcome, outcomes, conclusion, summary, note, notes, question, answer, example, \
    examples, reason, reasons, problem, problems, solution, solutions, background, goal, goals, challenge, challenges, lesson, lessons, \
    learning, learnings, point, points, step, steps, first, second, third, fourth, fifth, firstly, secondly, thirdly, finally, lastly, next, \
    last, one, two, three, important, remember, plan, context, impact, approach, method, phase, stage, day, week, month, year, part, option, \
    answer, advantage, advantages, disadvantage, disadvantages, pros, cons, strength, strengths, weakness, weaknesses, opportunity, threat, \
    however, therefore, basically, so, well, then, also, actually, overall, meaning, fact, truth, thing, idea, tip, warning, date, time, \
    subject, topic, title, location, duration, meeting, attendees, agenda, transcript, recording, language, kind, email, phone, skills, \
    tools, team, role, company, budget, revenue, cost, timeline, deadline, insight, takeaway, takeaways, evidence, data, theory, practice, \
    before, after, now, today, yesterday, later, cause, effect, risk, risks, quality, speed, motto, keyword, keywords, responsibility, \
    responsibilities, achievement, achievements, objective, objectives, key, main, star, s, t, r, \
    情境, 背景, 任务, 任務, 行动, 行動, 结果, 結果, 总结, 總結, 问题, 問題, 原因, 方案, 目标, 目標, 举例, 例如, 比如, 譬如, 结论, 結論, 首先, 其次, 再次, 最后, 最後, 然后, 另外, 此外, 因此, \
    所以, 总之, 總之, 建议, 经验, 教训, 反思, 挑战, 困难, 难点, 优点, 缺点, 优势, 劣势, 步骤, 方法, 做法, 措施, 效果, 成果, 收获, 心得, 时间, 地点, 人物, 主题, 标题, 日期, 会议, 注意, 注, 备注, \
    换句话说, 也就是说, 简单来说, 具体来说, 一方面, 另一方面, 一是, 二是, 三是, 四是, 一, 二, 三, 四, 五, 其一, 其二, 其三, 关键, 重点, 核心, 意思是, 答案, 数据, 指标, 团队, 职责, 项目, 公司
    """)
  private static let hanEndings = [
    "结果", "问题", "原因", "方案", "目标", "总结", "步骤", "说", "道", "点", "是", "方面", "阶段", "时间", "之一", "如下", "以下", "想", "问", "答",
  ]
  private static let function = words(
    """
    i, you, he, she, it, we, they, me, him, her, us, them, my, your, his, its, our, their, is, are, was, were, be, been, am, do, does, did, \
    have, has, had, will, would, can, could, should, may, might, must, but, or, because, if, when, that, this, these, those, who, which, \
    what, not, to, at, from, as, by, said, asked, told, like, i'm, it's, that's, there, here, about, how, why, where, into, than
    """)
  private static let functionCharacters = Set("我你您他她它的了是在这那們们吗呢吧".unicodeScalars)
  private static let surnames = Set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蔣葉蘇魏呂盧鍾譚陸賈韋鄒龍賀顧龔錢嚴湯"
  )
}
