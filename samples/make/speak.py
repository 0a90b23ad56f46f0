"""A voice with exact times: libespeak-ng through its C interface. Standard library only."""
import array
import ctypes

RATE, PITCH, RANGE = 1, 3, 4
WORD, PHONEME = 1, 7


class Ident(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text_position", ctypes.c_int), ("length", ctypes.c_int),
                ("audio_position", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("id", Ident)]


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))

# A phoneme whose mnemonic begins so is the nucleus of a syllable.
VOWELS = set("aeiouyAEIOUV03@")


class Voice:
    """One espeak-ng engine; `say` is deterministic for one version of the library."""

    def __init__(self):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.sample_rate = self.library.espeak_Initialize(2, 0, None, 1)  # synchronous, with phoneme events
        self.callback = Callback(self._receive)
        self.library.espeak_SetSynthCallback(self.callback)

    def _receive(self, samples, count, events):
        i = 0
        while events[i].type:
            e = events[i]
            if e.type in (WORD, PHONEME):
                self.events.append((e.type, e.sample, e.id.string.decode() if e.type == PHONEME else e.text_position - 1))
            i += 1
        if samples and count:
            self.samples.frombytes(ctypes.string_at(samples, 2 * count))
        return 0

    def say(self, text, voice, rate, pitch, liveliness):
        """Trimmed samples, the first sample of each word, and the number of syllables."""
        self.samples, self.events = array.array("h"), []
        self.library.espeak_SetVoiceByName(voice.encode())
        for parameter, value in ((RATE, rate), (PITCH, pitch), (RANGE, liveliness)):
            self.library.espeak_SetParameter(parameter, value, 0)
        data = text.encode()
        self.library.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        self.library.espeak_Synchronize()
        # Speech begins and ends where the signal leaves −46 dB of its own peak: what is cut off is silence.
        floor = max(map(abs, self.samples)) * 0.005
        first = next(i for i, s in enumerate(self.samples) if abs(s) > floor)
        last = next(i for i in reversed(range(len(self.samples))) if abs(self.samples[i]) > floor)
        kept = array.array("h", self.samples[first:last + 1])
        fade = self.sample_rate // 500
        for i in range(min(fade, len(kept))):
            kept[i] = kept[i] * i // fade
            kept[-1 - i] = kept[-1 - i] * i // fade
        words = self._word_starts(text, len(kept), first)
        syllables = sum(1 for kind, _, name in self.events if kind == PHONEME and name.lstrip("',")[:1] in VOWELS)
        return kept, words, syllables


    def _word_starts(self, text, length, trimmed):
        """One sample per word of `text`. Words that the engine joins ("out of") share their stretch evenly."""
        begins = [i for i in range(len(text)) if text[i] != " " and (i == 0 or text[i - 1] == " ")]
        told = {position: min(max(0, sample - trimmed), length) for kind, sample, position in self.events if kind == WORD}
        known = [(n, told[b]) for n, b in enumerate(begins) if b in told]
        if not known or known[0][0] != 0:
            known.insert(0, (0, 0))
        starts = []
        for (n, sample), (next_n, next_sample) in zip(known, known[1:] + [(len(begins), length)]):
            starts += [sample + (next_sample - sample) * k // (next_n - n) for k in range(next_n - n)]
        return starts
