{"systeminfo": "AVX = 1", "model": {"type": "base"}, "params": {"language": "auto"}, "result": {"language": "zh"}, "transcription": [{"timestamps": {"from": "00:00:00,500", "to": "00:00:04,300"},
 "offsets": {"from": 500, "to": 4300}, "text": "嗯，首先我负责华东区的客户需求分析。"}, {"timestamps": {"from": "00:00:05,500", "to": "00:00:10,500"},
 "offsets": {"from": 5500, "to": 10500}, "text": "当时团队协作不顺，那个，我我用 Python 写了 KPI 报表。"}, {"timestamps": {"from": "00:00:11,700", "to": "00:00:15,900"},
 "offsets": {"from": 11700, "to": 15900}, "text": "最后销售额提升了 30%，没有数据支持我不说。"}]}