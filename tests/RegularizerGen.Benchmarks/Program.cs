using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(RegularizerGen.Benchmarks.PenaltyBenchmarks).Assembly).Run(args);
