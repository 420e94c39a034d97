"""Runs the benchmarks and prints their figures: medians of paired runs, and the ratio to the peer."""

from bench.codec import bench_codec
from bench.demo import bench_demo
from bench.graph import bench_graph
from bench.hostile import main as bench_hostile
from bench.ingest import bench_ingest
from bench.matching import bench_matching
from bench.shacl import bench_shacl

if __name__ == "__main__":
    bench_codec()
    bench_shacl()
    bench_demo()
    bench_ingest()
    bench_graph()
    bench_matching()
    bench_hostile()
