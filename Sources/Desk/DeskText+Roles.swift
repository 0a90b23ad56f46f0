import Interview

extension DeskText {
  static let value = Bilingual(zh: "数值", en: "Value")
  static let unknownGroup = Bilingual(zh: "文件里没有写明", en: "not in the file")

  /// An indicator that judges answers in one language.
  static func only(_ language: String) -> Bilingual {
    language == "zh" ? Bilingual(zh: "仅中文", en: "Chinese only") : Bilingual(zh: "仅英文", en: "English only")
  }

  /// The words of the pages about role models.
  static let roles: [String: Bilingual] = [
    "roles": Bilingual(zh: "岗位模型", en: "Role models"),
    "rolesAbout": Bilingual(
      zh: "岗位模型说明一个岗位看重什么、怎样计分。选择一个查看全部规则。",
      en: "A role model says what a role values and how an answer is scored. Choose one to see its rules."),
    "noRoles": Bilingual(zh: "没有安装岗位模型。", en: "No role model is installed."),
    "name": Bilingual(zh: "名称", en: "Name"),
    "version": Bilingual(zh: "版本", en: "Version"),
    "checkModel": Bilingual(zh: "检查岗位模型", en: "Check a role model"),
    "rules": Bilingual(zh: "对每个回答都成立的规则", en: "What holds for every answer"),
    "weights": Bilingual(zh: "各维度的权重", en: "How much each dimension counts"),
    "weight": Bilingual(zh: "权重", en: "Points of 100"),
    "weightHere": Bilingual(zh: "本题权重", en: "Points of 100 for this question"),
    "ofDimension": Bilingual(zh: "占该维度", en: "of the dimension"),
    "curveHint": Bilingual(
      zh: "横轴是测得的数值，纵轴是得到的百分比。阴影内不失分；点与点之间按直线计算，两端之外保持不变。",
      en:
        "From left to right stands what was measured, upwards how much of the points it gets, in per cent. In the shaded stretch nothing is lost. Between the dots the line holds; beyond the ends it stays level."
    ),
    "gets": Bilingual(zh: "得到（%）", en: "Gets (%)"),
    "group": Bilingual(zh: "组", en: "Group"),
    "moreAbout": Bilingual(zh: "关于这个岗位", en: "More about this role"),
    "baseline": Bilingual(zh: "测量值的分布（基线）", en: "How measures spread (baseline)"),
    "fairness": Bilingual(zh: "各群体的得分（公平性）", en: "How groups fare (fairness)"),
    "calibration": Bilingual(zh: "得分与后来的表现（校准）", en: "Scores and later performance (calibration)"),
    "histogramTable": Bilingual(zh: "图中的数字", en: "The numbers in the drawings"),
    "counted": Bilingual(zh: "统计于（UTC）", en: "Counted at (UTC)"),
    "scoresOf": Bilingual(zh: "得分的分布", en: "How scores spread"),
    "histogramHint": Bilingual(
      zh: "每根柱子是十分一段的回答数；竖线是平均分。", en: "Each bar is the number of answers within ten points; the vertical line is the mean."),
    "baselineAbout": Bilingual(
      zh: "冻结的基线从不改变。每张图从最小值画到最大值，竖线是中位数。P25–P75 之间是中间一半的回答。",
      en:
        "A frozen baseline never changes. Each drawing goes from the least value to the greatest; the vertical line is the median. Half of the answers lie between P25 and P75."
    ),
    "frozen": Bilingual(zh: "冻结于", en: "Frozen on"),
    "noBaseline": Bilingual(zh: "这个基线里没有足够多的回答。", en: "There are too few answers in this baseline."),
    "show": Bilingual(zh: "显示", en: "Show"),
    "paste": Bilingual(zh: "粘贴岗位模型的全文（YAML）", en: "Paste the whole role model (YAML)"),
    "pasteHint": Bilingual(
      zh: "只检查，不改动任何东西。先列出每一处错误；没有错误时，再列出换用它之后谁的得分会变。",
      en:
        "Nothing is changed. You see every mistake; where there is none, you also see whose scores would change if it took the place of the model with its id."
    ),
    "check": Bilingual(zh: "检查", en: "Check"),
    "isValid": Bilingual(zh: "没有错误", en: "There is no mistake in it"),
    "notValid": Bilingual(zh: "有需要改正的地方", en: "There is something to mend"),
    "line": Bilingual(zh: "行", en: "Line"),
    "place": Bilingual(zh: "位置", en: "Where"),
    "problem": Bilingual(zh: "问题与改法", en: "What is wrong, and what would be right"),
    "remarks": Bilingual(zh: "可以使用，但请再看一眼", en: "It can be used. Look again at this"),
    "whoChanges": Bilingual(zh: "谁的得分会变", en: "Whose scores would change"),
    "trialNotAllowed": Bilingual(
      zh: "谁的得分会变，只有评审员可以看：试用的模型能问出回答里的词语。",
      en: "Whose scores would change is for reviewers to see, because a model can ask for any word of an answer."),
    "trialNone": Bilingual(
      zh: "没有用这个编号的模型评过分的回答，所以没有得分会变。", en: "No answer was scored by a model with this id, so no score would change."),
    "trialSame": Bilingual(zh: "它与正在使用的模型相同，没有得分会变。", en: "It is the model in force: no score would change."),
    "trialAnswers": Bilingual(zh: "看过的回答", en: "Answers looked at"),
    "trialChanged": Bilingual(zh: "得分会变", en: "Scores that change"),
    "trialLargest": Bilingual(zh: "最大变化（分）", en: "Greatest change (points)"),
    "trialMore": Bilingual(zh: "只列出变化最大的", en: "Listed are those that change most"),
    "trialNext": Bilingual(zh: "还有更多回答：继续", en: "There are more answers: go on"),
    "before": Bilingual(zh: "现在", en: "Now"),
    "after": Bilingual(zh: "换用后", en: "With it"),
    "difference": Bilingual(zh: "变化", en: "Change"),
    "answer": Bilingual(zh: "回答", en: "Answer"),
    "file": Bilingual(zh: "文件（CSV，UTF-8，最大 8 MB）", en: "File (CSV in UTF-8, 8 MB at most)"),
    "notKept": Bilingual(
      zh: "文件只读一次，不保存：不在磁盘上，也不在日志里。日志只记下谁在何时做了这个分析。",
      en:
        "The file is read once and kept nowhere, neither on the disk nor in a log. The audit log says who asked and when, and nothing of the file."
    ),
    "fairnessAbout": Bilingual(
      zh: "看各群体是否以相近的比例达到门槛。文件要有 candidate 一列，再加每个属性一列，例如 gender、age。",
      en:
        "Shows whether groups reach the threshold at like rates. The file has a column candidate, and one for each attribute, for example gender and age."
    ),
    "threshold": Bilingual(zh: "门槛分", en: "Score to reach"),
    "usual": Bilingual(zh: "留空则用模型建议面谈的分数：", en: "Left empty, it is the score from which the model suggests a human interview:"),
    "look": Bilingual(zh: "分析", en: "Show the figures"),
    "people": Bilingual(zh: "人数", en: "People"),
    "medianOfAll": Bilingual(zh: "全体中位数", en: "Median of all"),
    "aboveMedian": Bilingual(zh: "高于中位数", en: "Above the median"),
    "atThreshold": Bilingual(zh: "达到门槛", en: "Reaches the score"),
    "ratio": Bilingual(zh: "影响比", en: "Impact ratio"),
    "ratioHint": Bilingual(
      zh: "影响比：该群体的比例除以最高群体的比例，后面是 95 % 区间。竖线在 0.80（五分之四规则）。不足 30 人的群体只显示，不作判断。",
      en:
        "Impact ratio: a group's rate divided by that of the group with the highest rate, with its 95 % interval. The vertical line stands at 0.80 (the four-fifths rule). Groups of fewer than 30 people are shown and judge nothing."
    ),
    "below": Bilingual(zh: "低于五分之四", en: "below four fifths"),
    "small": Bilingual(zh: "人数太少，不作判断", en: "too few to judge"),
    "layout": Bilingual(zh: "怎样列出", en: "How to lay the figures out"),
    "layoutGroups": Bilingual(zh: "按文件里的每个属性", en: "By each attribute of the file"),
    "layoutRule": Bilingual(
      zh: "按纽约市的规定：性别、族裔、两者合并",
      en: "As New York City's rule asks for them: by sex, by race or ethnicity, by both"),
    "ruleColumns": Bilingual(zh: "按纽约市规定列出时用哪些列", en: "Columns for New York City's rule"),
    "sexColumn": Bilingual(zh: "性别一列（通常叫 sex、gender 或 性别，可留空）", en: "Column of the sex; leave it empty for sex or gender"),
    "raceColumn": Bilingual(
      zh: "族裔一列（通常叫 race、ethnicity、族裔 或 民族，可留空）", en: "Column of the race or ethnicity; leave it empty for race or ethnicity"),
    "keepSmall": Bilingual(
      zh: "人数不足数据 2 % 的类别也计算影响比", en: "Give ratios for categories of less than 2 % of the people as well"),
    "assessed": Bilingual(zh: "评估的人数", en: "People assessed"),
    "rule": Bilingual(zh: "规定", en: "Rule"),
    "category": Bilingual(zh: "类别", en: "Category"),
    "scoringRate": Bilingual(zh: "计分率", en: "Scoring rate"),
    "ratesHint": Bilingual(
      zh: "计分率：该类别中得分高于全体中位数的人所占的比例。影响比：该比例除以最高类别的比例。",
      en:
        "Scoring rate: the share of the category's people who score above the median of all. Impact ratio: that rate divided by the highest category's."
    ),
    "unknownCategory": Bilingual(zh: "类别未知而未计入的人数", en: "People whose category is not known, and who are in none"),
    "smallCategories": Bilingual(
      zh: "“< 2 %”：人数不足数据的 2 %，未计算影响比，也不作比较的基准；审计者须说明理由，或勾选“也计算影响比”。",
      en: "\"< 2 %\": less than 2 % of the people, without a ratio and nobody's reference. The auditor says why, or takes them in below."),
    "gap": Bilingual(zh: "均分差", en: "Mean below the best by"),
    "makesGap": Bilingual(zh: "均分差由哪些指标造成（分）", en: "What makes the difference, in points"),
    "nobodyScored": Bilingual(zh: "还没有人由这个模型评分。", en: "Nobody has been scored by this model yet."),
    "calibrationAbout": Bilingual(
      zh: "看得分与后来的工作表现是否一致。文件要有 candidate 与 outcome 两列；outcome 是数字，越大越好。这里只给出建议，不改动任何权重。",
      en:
        "Shows whether scores went with how people did later. The file has the columns candidate and outcome, a number, where greater is better. Weights are proposed, and none is changed."
    ),
    "meets": Bilingual(zh: "从多少起算达标", en: "Outcome that counts as met"),
    "meetsHint": Bilingual(zh: "留空则取中位数；结果只有 0 与 1 时取 1。", en: "Left empty, it is the median, or 1 where outcomes are 0 and 1."),
    "withOutcome": Bilingual(zh: "既有得分又有结果", en: "People with score and outcome"),
    "withoutOutcome": Bilingual(zh: "只有得分", en: "With a score alone"),
    "factor": Bilingual(zh: "得分", en: "Score"),
    "overall": Bilingual(zh: "总分", en: "overall"),
    "correlation": Bilingual(zh: "与结果的相关（95 % 区间）", en: "How it goes with the outcome (95 % interval)"),
    "ranks": Bilingual(zh: "按名次", en: "By ranks"),
    "correlationHint": Bilingual(
      zh: "−1 至 1；中线是 0。区间含 0 时，看不出与结果有关。", en: "−1 to 1, with 0 in the middle. Where the interval holds 0, no connection can be told."),
    "eachIndicator": Bilingual(zh: "逐项指标", en: "Each indicator"),
    "bands": Bilingual(zh: "各得分段的达标率", en: "How many met the outcome, by score"),
    "met": Bilingual(zh: "达标", en: "Met it"),
    "suggestion": Bilingual(zh: "权重建议", en: "Weights that would go better with the outcome"),
    "noSuggestion": Bilingual(zh: "人数不足，不建议权重。", en: "There are too few people to suggest weights."),
    "noChange": Bilingual(
      zh: "不建议改动：预计的提高可能为 0。", en: "No change is suggested: the gain that is to be expected may be 0."),
    "gain": Bilingual(
      zh: "对未参与拟合的人，相关预计提高", en: "For people whom the weights were not fitted to, the correlation is expected to grow by"),
    "now": Bilingual(zh: "现在", en: "Now"),
    "suggested": Bilingual(zh: "建议", en: "Suggested"),
    "fromData": Bilingual(zh: "数据支持的 95 % 区间", en: "95 % of what the data say"),
    "adopt": Bilingual(
      zh: "由人决定是否采用：写成新版本，在“检查岗位模型”中看谁会变，再放入模型目录。",
      en: "A person decides: write it as a new version, see with \"Check a role model\" who would change, then put it beside the others."),
  ]
}
