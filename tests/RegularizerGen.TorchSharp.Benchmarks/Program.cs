using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(RegularizerGen.TorchSharp.Benchmarks.TrainingStepBenchmarks).Assembly).Run(args);
