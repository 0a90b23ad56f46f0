#!/bin/bash
# Feeds hostile bytes to our own parsers with libFuzzer, which comes with the Swift toolchain.
#
#   Tests/Fuzz/fuzz.sh [seconds for each harness, default 60] [harness…]
#
# A harness is a file Fuzz<Name>.swift here; its first line names the modules it needs, lowest first. Seeds are in
# corpus/<Name>/; what libFuzzer adds stays in the build directory. A finding ends the run with its input's path.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
build=.build/fuzz
mkdir -p "$build"
flags=(-O -wmo -parse-as-library -swift-version 6 -sanitize=fuzzer -package-name intone -I "$build" -I Sources/CConfinement/include)
for library in CSndfile COpus; do flags+=(-I "Sources/$library"); done
for flag in $(pkg-config --cflags sndfile opus); do flags+=(-Xcc "$flag"); done

# A module, or one file of it that is all a harness needs: Module/Path/File.swift.
compile() {
  local module=${1%%/*} place=Sources/${1} newest
  newest=$(find "$place" -name '*.swift' -newer "$build/$module.o" 2>/dev/null | head -1 || true)
  if [[ -f $build/$module.o && -z $newest ]]; then return; fi
  # What SwiftPM's embedInCode would generate.
  local resources=() file resource
  if [[ -d Sources/$module/Resources ]]; then
    resources=("$build/$module-PackageResources.swift")
    {
      echo "struct PackageResources {"
      for file in "Sources/$module/Resources"/*; do
        resource=${file##*/}
        echo "static let ${resource//[.-]/_}: [UInt8] = [$(od -An -v -tu1 "$file" | tr -s ' \n' ',' | sed 's/^,//; s/,$//')]"
      done
      echo "}"
    } >"${resources[0]}"
  fi
  { find "$place" -name '*.swift' -print0 | sort -z; ((${#resources[@]} == 0)) || printf '%s\0' "${resources[@]}"; } \
    | xargs -0 swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$build/$module.swiftmodule" -c -o "$build/$module.o"
}

clang -O2 -c Sources/CConfinement/confinement.c -I Sources/CConfinement/include -o "$build/CConfinement.o"
harnesses=("$@")
if ((${#harnesses[@]} == 0)); then
  for file in Tests/Fuzz/Fuzz*.swift; do name=${file##*/Fuzz} && harnesses+=("${name%.swift}"); done
fi
for name in "${harnesses[@]}"; do
  source=Tests/Fuzz/Fuzz$name.swift
  read -ra modules <<<"$(sed -n '1s|^// modules: ||p' "$source")"
  objects=("$build/CConfinement.o")
  for module in "${modules[@]}"; do
    compile "$module"
    objects+=("$build/${module%%/*}.o")
  done
  swiftc "${flags[@]}" -module-name "Fuzz$name" "$source" "${objects[@]}" -lsndfile -lopus -o "$build/Fuzz$name"
  mkdir -p "$build/corpus-$name" "$build/findings-$name"
  echo "== $name: $seconds s"
  "$build/Fuzz$name" "$build/corpus-$name" "Tests/Fuzz/corpus/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=16384 -print_final_stats=1 -artifact_prefix="$build/findings-$name/" 2>"$build/Fuzz$name.log" \
    || { tail -40 "$build/Fuzz$name.log"; exit 1; }
  grep -E 'number_of_executed_units|peak_rss_mb' "$build/Fuzz$name.log"
done
