using BenchmarkDotNet.Running;
using RegularizerGen.TorchSharp.Benchmarks;

if (args is ["--overhead"])
{
    Overhead.Show();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TrainingStepBenchmarks).Assembly).Run(args);
