#!/usr/bin/env bash
#
# Runs Sluice on this project, from any folder: names of files are those of the folder you are in,
# job files, environment files and a relative lake are those of the project.
#
#   SLUICE_JAR                Sluice's jar; without it, lib/sluice.jar beside this script, else the clone of Sluice that
#                             .sluice-clone names
#   SPARK_HOME                a Spark 3.5 for Scala 2.12; without it, Spark @SPARK_VERSION@ is fetched at the first use
#   SLUICE_SPARK_MIRROR       where to fetch it from, instead of https://archive.apache.org/dist/spark
#   SLUICE_SPARK_SHA512       its checksum, where Apache's cannot be fetched
#   XDG_CACHE_HOME            a folder for what is fetched, instead of ~/.cache
#   SLUICE_SPARK_SUBMIT_OPTS  more options for spark-submit, such as "--master yarn"
#   SLUICE_JAVA_OPTS          more options for java where Spark is not started, such as "-Xmx2g"
#   JAVA_HOME                 a Java 17; without it, the java on the PATH
#
# Other jars in lib are added, such as spark-avro for Avro, hadoop-aws and aws-java-sdk for S3.
#
# Exit codes: those of Sluice; 78 where Java, Spark or the jar is missing or unfit.
set -euo pipefail

fail() {
  printf 'sluice: %s\n' "$@" >&2
  exit 78
}

# Fetches Spark into the cache and sets SPARK_HOME to it. There it is whole or not at all.
fetch_spark() {
  local version=@SPARK_VERSION@ apache=https://archive.apache.org/dist/spark
  local archive=spark-$version-bin-hadoop3.tgz
  local url=${SLUICE_SPARK_MIRROR:-$apache}/spark-$version/$archive
  local cache=${XDG_CACHE_HOME:-${HOME:-$home}/.cache}/sluice
  local instead="Nothing was run. Set SPARK_HOME to a Spark 3.5 for Scala 2.12, or SLUICE_SPARK_MIRROR to a place that has spark-$version/$archive."
  SPARK_HOME=$cache/spark-$version
  if [[ -x $SPARK_HOME/bin/spark-submit ]]; then return; fi
  [[ ! -e $SPARK_HOME ]] || fail "$SPARK_HOME has no bin/spark-submit. Remove it, so that Spark is fetched again."
  command -v curl >/dev/null || fail "SPARK_HOME is not set, and curl, to fetch Spark, is not on the PATH. $instead"
  mkdir -p "$cache" && work=$(mktemp -d "$cache/.fetching.XXXXXX") || fail "$cache could not be written to. Set XDG_CACHE_HOME to a folder that can, or SPARK_HOME to a Spark 3.5 for Scala 2.12."
  trap 'rm -rf "$work"' EXIT
  local get=(curl --fail --location --silent --show-error --connect-timeout 20 --speed-limit 1000 --speed-time 60 --output)
  local expected=${SLUICE_SPARK_SHA512:-} found
  if [[ -z $expected ]]; then
    "${get[@]}" "$work/sha512" "$apache/spark-$version/$archive.sha512" ||
      fail "SPARK_HOME is not set, and the checksum of Spark $version could not be fetched from $apache (the line above says why). $instead With a mirror alone, set SLUICE_SPARK_SHA512 to the checksum that Apache publishes."
    expected=$(tr -d ' \n' <"$work/sha512" | sed "s/$archive:*//")
  fi
  expected=$(tr '[:upper:]' '[:lower:]' <<<"$expected")
  [[ $expected =~ ^[0-9a-f]{128}$ ]] || fail "\"$expected\" is no SHA-512 checksum of Spark $version; 128 hexadecimal digits are needed. $instead"
  echo "sluice: fetching Spark $version (about 400 MB, once) into $SPARK_HOME..." >&2
  "${get[@]}" "$work/$archive" "$url" ||
    fail "Spark $version could not be fetched whole from $url (the line above says why). $instead Or try again."
  if command -v sha512sum >/dev/null; then found=$(sha512sum <"$work/$archive"); else found=$(shasum -a 512 <"$work/$archive"); fi
  found=${found%% *}
  [[ $found == "$expected" ]] ||
    fail "$url: the SHA-512 checksum differs, found $found against $expected. It was removed. Try again; if it stays so, the mirror is not to be trusted. $instead"
  tar -xzf "$work/$archive" -C "$work" && [[ -x $work/${archive%.tgz}/bin/spark-submit ]] ||
    fail "$url could not be unpacked, or has no bin/spark-submit. $instead"
  mv "$work/${archive%.tgz}" "$SPARK_HOME" || fail "$SPARK_HOME could not be written. $instead"
  rm -rf "$work"
  trap - EXIT
}

columns=${COLUMNS:-} # bash sets it after the first command
script=${BASH_SOURCE[0]}
while [[ -L $script ]]; do # readlink -f is not on every system
  target=$(readlink "$script")
  [[ $target == /* ]] || target=$(dirname "$script")/$target
  script=$target
done
home=$(cd -P "$(dirname "$script")" && pwd)

# Java takes names of files and arguments for what the locale says they are.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}}
case $locale in *[uU][tT][fF]-8* | *[uU][tT][fF]8*) ;; *) export LC_ALL=C.UTF-8 ;; esac

jar=${SLUICE_JAR:-$home/lib/sluice.jar}
if [[ ! -f $jar && -z ${SLUICE_JAR:-} && -f $home/.sluice-clone ]]; then # the clone of Sluice that made this project
  clone=$(<"$home/.sluice-clone")
  [[ -x $clone/sluice ]] || fail "$clone, the clone of Sluice that made this project, has no launcher. Copy Sluice's jar to $jar, or write the clone's new place into $home/.sluice-clone."
  SLUICE_PROJECT=$home exec "$clone/sluice" "$@"
fi
[[ -f $jar ]] || fail "$jar is missing. Copy Sluice's jar there, or set SLUICE_JAR to it."
jar=$(cd "$(dirname "$jar")" && pwd)/$(basename "$jar")
if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
  [[ -x $java ]] || fail "JAVA_HOME is \"$JAVA_HOME\", which has no bin/java. Set it to a Java 17, or unset it."
else
  java=$(command -v java) || fail "java is not on the PATH and JAVA_HOME is not set. Install a Java 17."
fi
java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
java_major=${java_version#1.}
java_major=${java_major%%[!0-9]*}
((${java_major:-0} >= 17)) || fail "Java ${java_version:-of an unknown version} found at $java, 17 is needed. Install a Java 17, or set JAVA_HOME to one."
if [[ -z ${SPARK_HOME:-} ]]; then fetch_spark; fi
[[ -x $SPARK_HOME/bin/spark-submit ]] ||
  fail "SPARK_HOME is \"$SPARK_HOME\", which has no bin/spark-submit. Set it to a Spark 3.5 for Scala 2.12, or unset it to have one fetched."
SPARK_HOME=$(cd "$SPARK_HOME" && pwd)
export SPARK_HOME

extra=()
for file in "$home"/lib/*.jar; do
  if [[ -f $file && ! $file -ef $jar && $file != "$home/lib/sluice.jar" ]]; then extra+=("$file"); fi
done

# Where the command was typed: the names in it are of that folder.
folder=
if [[ $(pwd -P) != "$home" ]]; then folder=$(pwd -P); fi
cd "$home"

terminal=
if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then terminal=-Dsluice.terminal=true; fi
if [[ -t 1 ]]; then # tables fit the terminal
  if [[ ! $columns =~ ^[0-9]+$ ]]; then
    columns=$({ stty size </dev/tty; } 2>/dev/null) || columns=
    columns=${columns##* }
  fi
  terminal+=" -Dsluice.columns=$columns"
fi

starts_spark=1
verbs_without_spark="@VERBS_WITHOUT_SPARK@"
case ${1:-} in
  '' | -* | help) starts_spark=0 ;;
  *) if [[ " $verbs_without_spark " == *" $1 "* ]]; then starts_spark=0; fi ;;
esac
for argument in "$@"; do
  case $argument in -h | --help) starts_spark=0 ;; esac
done

if ((starts_spark)); then
  jars=$(IFS=,; printf '%s' "${extra[*]-}")
  IFS=' ' read -r -a submit_options <<<"${SLUICE_SPARK_SUBMIT_OPTS:-}"
  exec "$SPARK_HOME/bin/spark-submit" --class io.sluice.cli.Main ${jars:+--jars "$jars"} \
    --driver-java-options "-Duser.timezone=UTC $terminal \"-Dsluice.home=$home\" \"-Dsluice.folder=$folder\"" \
    ${submit_options[@]+"${submit_options[@]}"} "$jar" "$@"
fi
IFS=' ' read -r -a java_options <<<"${SLUICE_JAVA_OPTS:-}"
class_path=$(IFS=:; printf '%s' "${extra[*]-}")
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Duser.timezone=UTC \
  -Dlog4j2.configurationFile=classpath:sluice-log4j2.properties $terminal \
  "-Dsluice.home=$home" "-Dsluice.folder=$folder" ${java_options[@]+"${java_options[@]}"} \
  -cp "$jar:$SPARK_HOME/jars/*${class_path:+:$class_path}" io.sluice.cli.Main "$@"
