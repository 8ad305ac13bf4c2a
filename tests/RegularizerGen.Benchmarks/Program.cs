using System.Linq;
using BenchmarkDotNet.Running;
using RegularizerGen.Benchmarks;

if (args is ["--roofline", .. var units])
{
    Roofline.Show([.. units.Select(int.Parse)]);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(PenaltyBenchmarks).Assembly).Run(args);
