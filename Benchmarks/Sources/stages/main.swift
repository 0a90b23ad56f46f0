// CPU seconds of each stage on one recording: stages FILE. One JSON object a line.
import Glibc
import Interview
import Recordings
import Signal
import Speech

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func report(_ stage: String, cpu: Double, sound: Double) {
  print("{\"stage\": \"\(stage)\", \"cpu_s\": \(cpu), \"sound_s\": \(sound)}")
}

guard CommandLine.arguments.count == 2 else {
  print("usage: stages FILE")
  exit(2)
}
do throws(Fault) {
  var start = cpuSeconds()
  var reader = try RecordingReader(path: CommandLine.arguments[1])
  var sound: [Float] = []
  var block: [Float] = []
  while try reader.read(into: &block) { sound += block }
  let seconds = reader.facts.decodedDuration
  report("decode", cpu: cpuSeconds() - start, sound: seconds)

  // Models are decoded once in a process.
  _ = try SpeechAnalyzer.analyze(Waveform(samples: Array(sound.prefix(8000)), sampleRate: reader.sampleRate))
  start = cpuSeconds()
  var analyzer = try SpeechAnalyzer(sampleRate: reader.sampleRate)
  analyzer.append(sound)
  let appended = cpuSeconds()
  report("condition, transform, candidates, voice (in chunks)", cpu: appended - start, sound: seconds)
  let profile = try analyzer.finish()
  report("voicing, path, activity, nuclei, numbers (at the end)", cpu: cpuSeconds() - appended, sound: seconds)
  report("whole analysis of decoded sound", cpu: cpuSeconds() - start, sound: seconds)
  guard profile.duration > 0 else { exit(1) }
} catch {
  print("\(error)")
  exit(1)
}
