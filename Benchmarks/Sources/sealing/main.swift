// What sealing costs: 64 MiB of chance sealed and opened in pieces of 1 MiB, and small files, whose cost is the agreement of keys.
// One JSON object a line; beside it, in scripts/bench.sh, the `age` program on the same bytes.
import Glibc
import Interview
import Seal

func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func random(_ count: Int) -> [UInt8] {
  var system = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &system) }
}

do throws(Fault) {
  let identity = try SealIdentity(bytes: random(32))
  let block = random(1 << 20)
  let blocks = 64
  var start = cpuSeconds()
  var sealer = try Sealer(to: [identity.recipient], random: random)
  var file = sealer.beginning
  file.reserveCapacity(blocks << 20 + 1 << 18)
  for _ in 0..<blocks { file += try sealer.add(block) }
  file += try sealer.finish()
  var spent = cpuSeconds() - start
  print("{\"stage\": \"seal 64 MiB\", \"cpu_s\": \(spent), \"mib_per_s\": \(Double(blocks) / spent)}")

  start = cpuSeconds()
  let unsealer = try Unsealer(SealHeader(file), beginning: file, size: file.count, identities: [identity])
  for number in 0..<blocks {
    let piece = try unsealer.content(from: number << 20, count: 1 << 20) { place throws(Fault) in Array(file[place]) }
    guard piece == block else { exit(1) }
  }
  spent = cpuSeconds() - start
  print("{\"stage\": \"open 64 MiB\", \"cpu_s\": \(spent), \"mib_per_s\": \(Double(blocks) / spent)}")

  let words = random(20_000)
  let files = 500
  start = cpuSeconds()
  var sealed: [[UInt8]] = []
  for _ in 0..<files { sealed.append(try Sealer.seal(words, to: [identity.recipient], random: random)) }
  spent = cpuSeconds() - start
  print("{\"stage\": \"seal a row of 20 KB\", \"cpu_s\": \(spent / Double(files))}")
  start = cpuSeconds()
  for one in sealed { guard try Unsealer.open(one, identities: [identity]) == words else { exit(1) } }
  spent = cpuSeconds() - start
  print("{\"stage\": \"open a row of 20 KB\", \"cpu_s\": \(spent / Double(files))}")
} catch {
  print("\(error)")
  exit(1)
}
