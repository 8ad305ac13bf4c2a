using System.Linq;
using BenchmarkDotNet.Running;
using RegularizerGen.TorchSharp.Benchmarks;

if (args is ["--overhead", .. var threads])
{
    Overhead.Show(threads.Length == 0 ? [1, 2] : [.. threads.Select(int.Parse)]);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TrainingStepBenchmarks).Assembly).Run(args);
