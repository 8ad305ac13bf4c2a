using System;
using RegularizerGen.Samples.QuadrupleTank;
using RegularizerGen.Samples.QuadrupleTank.Training;
using RegularizerGen.Samples.TorchSharpLstm;
using TorchSharp;

// Networks are trained side by side, so each operation keeps to its own core.
try
{
    if (!Arguments.AskForHelp(args))
    {
        torch.set_num_threads(1);
    }
}
catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException or NotSupportedException)
{
    Console.Error.WriteLine(
        $"TorchSharp's native library cannot be loaded here; docs/torchsharp.md says what to do. {problem.GetBaseException().Message}"
    );
    return 1;
}

return Run.Sample(
    args,
    "TorchSharpLstm",
    "torchsharp-lstm",
    defaultSteps: 1500,
    [Way.Plain, Way.WeightDecay, Way.InputNoise, Way.Tikhonov, Way.Stability],
    (experiment, arguments) => (way, strength) => new TorchTrainer(experiment, way, strength, arguments.Seed)
);
