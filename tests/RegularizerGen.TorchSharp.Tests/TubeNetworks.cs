using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Certificates around sequences of all kinds of modules alike, and what the modules themselves compute.</summary>
internal static class TubeNetworks
{
    public static TubeCertificate[] CertifyAround(
        nn.Module module,
        string kind,
        Tensor inputs,
        TubeOptions options,
        Modules.Linear? readOut = null,
        Tensor[]? initial = null
    ) =>
        module switch
        {
            Modules.LSTM lstm => lstm.CertifyAround(inputs, options, readOut, initial is null ? null : (initial[0], initial[1])),
            Modules.GRU gru => gru.CertifyAround(inputs, options, readOut, initial?[0]),
            _ => ((Modules.RNN)module).CertifyAround(inputs, options, readOut, initial?[0], Networks.NonLinearity(kind)),
        };

    public static TubeRadius LargestRadius(nn.Module module, string kind, Tensor inputs, double? tolerance, TubeOptions options) =>
        module switch
        {
            Modules.LSTM lstm => lstm.LargestRadius(inputs, tolerance, options),
            Modules.GRU gru => gru.LargestRadius(inputs, tolerance, options),
            _ => ((Modules.RNN)module).LargestRadius(inputs, tolerance, options, nonLinearity: Networks.NonLinearity(kind)),
        };

    /// <summary>The output at every step [steps, batch, directions · units], through the read-out.</summary>
    public static Tensor Run(nn.Module module, Tensor inputs, Tensor[] initial, Modules.Linear? readOut)
    {
        Tensor outputs = module switch
        {
            Modules.LSTM lstm => lstm.forward(inputs, (initial[0], initial[1])).Item1,
            Modules.GRU gru => gru.forward(inputs, initial[0]).Item1,
            _ => ((Modules.RNN)module).forward(inputs, initial[0]).Item1,
        };
        return readOut is null ? outputs : readOut.forward(outputs);
    }

    /// <summary>States of every sequence [layers · directions, batch, units], h and where there is one c.</summary>
    public static Tensor[] States(string kind, int layers, int directions, int batch, int units, double scale) =>
        [
            .. Enumerable
                .Range(0, kind == "LSTM" ? 2 : 1)
                .Select(_ => scale * randn([layers * directions, batch, units], dtype: ScalarType.Float64)),
        ];
}
