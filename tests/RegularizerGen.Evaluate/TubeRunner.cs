using System;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;

namespace RegularizerGen.Evaluate;

/// <summary>Runs one case of the schema of tube.json: a certificate around a nominal sequence. Weights and inputs follow from a seed by a
/// linear congruential generator (Knuth's MMIX constants).</summary>
internal static class TubeRunner
{
    /// <summary>Whether a case is one around a sequence.</summary>
    public static bool IsTube(JsonObject @case) => @case.ContainsKey("epsilon");

    /// <summary>Parameters in the order given, each entry in ±scale/√units.</summary>
    public static Func<double> Numbers(JsonObject @case)
    {
        ulong state = (ulong)@case["seed"]!;
        return () =>
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return (2 * ((state >> 11) * (1.0 / (1L << 53)))) - 1;
        };
    }

    /// <summary>Writes movement, band, gains and time into a case.</summary>
    public static void Run(JsonObject answer, CellDescription cell, int[] sizes, double[] weights, Func<double> numbers)
    {
        int steps = (int)answer["steps"]!;
        int width = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);
        double[] inputs = [.. Enumerable.Range(0, steps * width).Select(_ => numbers())];
        var options = new TubeOptions { Radius = (double)answer["epsilon"]!, Threads = 1 };
        _ = cell.CertifyAround(sizes, 1, options, weights, inputs); // the time is that of compiled code
        var watch = Stopwatch.StartNew();
        TubeCertificate certificate = cell.CertifyAround(sizes, 1, options, weights, inputs)[0];
        answer["seconds"] = watch.Elapsed.TotalSeconds;
        answer["nominal"] = Json(certificate.Nominal[^1]);
        answer["movement"] = Json(certificate.Movement[^1]);
        answer["lower"] = Json(certificate.Lower[^1]);
        answer["upper"] = Json(certificate.Upper[^1]);
        answer["gain"] = new JsonObject
        {
            ["white"] = CaseRunner.Json(certificate.Gains!.WhiteNoise),
            ["energy"] = CaseRunner.Json(certificate.Gains.Energy),
            ["peak"] = CaseRunner.Json(certificate.Gains.Peak),
        };
    }

    private static JsonArray Json(double[] values) => [.. values.Select(v => (JsonNode?)CaseRunner.Json(v))];
}
