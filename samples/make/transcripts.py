"""The same words as different recognisers write them. Each writer takes lines of {text, start, end, tokens: [(text, start, end)]}."""
import json


def stamp(seconds, mark):
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{mark}{ms % 1000:03d}"


def dump(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def whisper(lines, language, words):
    """openai-whisper's writer: `text`, `segments`, `language`; words only with word_timestamps."""
    segments = []
    for i, line in enumerate(lines):
        lead = " " if language == "en" else ""
        segment = {"id": i, "seek": 0, "start": round(line["start"], 2), "end": round(line["end"], 2), "text": lead + line["text"], "tokens": [],
                   "temperature": 0.0, "avg_logprob": -0.21, "compression_ratio": 1.2, "no_speech_prob": 0.02}
        if words:
            segment["words"] = [{"word": lead + t, "start": round(a, 2), "end": round(b, 2), "probability": 0.95} for t, a, b in line["tokens"]]
        segments.append(segment)
    return dump({"text": "".join(s["text"] for s in segments), "segments": segments, "language": language})


def whisper_cpp(lines, language):
    """whisper.cpp's `-oj`: offsets in milliseconds."""
    return dump({"systeminfo": "AVX = 1", "model": {"type": "base", "multilingual": True}, "params": {"model": "ggml-base.bin", "language": language, "translate": False},
                 "result": {"language": language},
                 "transcription": [{"timestamps": {"from": stamp(l["start"], ","), "to": stamp(l["end"], ",")},
                                    "offsets": {"from": round(l["start"] * 1000), "to": round(l["end"] * 1000)}, "text": l["text"]} for l in lines]})


def funasr(lines, key):
    """FunASR's AutoModel: a list with one object, one pair of milliseconds per token, punctuation in the text only."""
    tokens = [t for l in lines for t in l["tokens"]]
    return dump([{"key": key, "text": "".join(l["text"] for l in lines), "timestamp": [[round(a * 1000), round(b * 1000)] for _, a, b in tokens]}])


def srt(lines):
    return "".join(f"{i}\n{stamp(l['start'], ',')} --> {stamp(l['end'], ',')}\n{l['text']}\n\n" for i, l in enumerate(lines, 1))


def webvtt(lines):
    return "WEBVTT\n\n" + "".join(f"{stamp(l['start'], '.')} --> {stamp(l['end'], '.')}\n{l['text']}\n\n" for l in lines)


def plain(lines, language):
    return (" " if language == "en" else "").join(l["text"] for l in lines) + "\n"


def write(kind, lines, language, key):
    """(file extension, text) of the transcript in format `kind`."""
    return {"openai-whisper": lambda: ("json", whisper(lines, language, True)), "openai-whisper-segments": lambda: ("json", whisper(lines, language, False)),
            "whisper.cpp": lambda: ("json", whisper_cpp(lines, language)), "funasr": lambda: ("json", funasr(lines, key)),
            "srt": lambda: ("srt", srt(lines)), "webvtt": lambda: ("vtt", webvtt(lines)), "text": lambda: ("txt", plain(lines, language))}[kind]()
