using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The cases of tube.json: what an attack reached there, and what another certifier (auto_LiRPA) proves of the same
/// networks.</summary>
public sealed class TubeGoldenTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["lstm"] = "Lstm",
        ["gru"] = "Gru",
        ["gru_reset_after"] = "GruResetAfter",
        ["elman"] = "Elman",
    };

    private static readonly JsonArray Cases = (JsonArray)
        JsonNode.Parse(File.ReadAllText(Path.Combine(TestCells.GoldenFolder, "tube.json")))!["cases"]!;

    private static readonly Lazy<TubeCertificate>[] Certificates = [.. Cases.Select(c => new Lazy<TubeCertificate>(() => Certify(c!)))];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Movement_IsAboveWhatWasFound_AndNotAboveWhatOthersProve(int number)
    {
        JsonNode figures = Cases[number]!;
        TubeCertificate certificate = Certificates[number].Value;
        (string cell, double scale, double epsilon) = (Text(figures, "cell"), Of(figures, "weightScale"), Of(figures, "epsilon"));
        (double[] movement, double[] nominal, double[] found) = (
            certificate.Movement[^1],
            All(figures, "nominalOutput"),
            All(figures, "found")
        );
        for (int unit = 0; unit < movement.Length; unit++)
        {
            Assert.True(movement[unit] >= found[unit], $"{cell} {epsilon}, unit {unit}: {movement[unit]:R} is below {found[unit]:R}.");
            Assert.InRange(certificate.Nominal[^1][unit], nominal[unit] - 1e-9, nominal[unit] + 1e-9);
            Assert.InRange(nominal[unit], certificate.Lower[^1][unit] - 1e-9, certificate.Upper[^1][unit] + 1e-9);
        }

        (double mean, double peer) = (movement.Average(), Of(figures, "crownMean"));
        output.WriteLine(
            $"{cell} {scale} {epsilon}: {mean / Of(figures, "foundMean"):F3} of what was found, {mean / peer:F3} of the other's."
        );
        Assert.True(mean <= 1.02 * peer, $"{cell}, scale {scale}, {epsilon}: {mean / peer:F3} of the other's.");
        if (cell == "lstm" && scale == 1 && epsilon == 0.2)
        {
            Assert.InRange(mean, 0, 3 * Of(figures, "foundMean"));
        }
    }

    [Fact]
    public void Movement_OnTheWhole_IsClearlyBelowWhatOthersProve()
    {
        double mean = Math.Exp(
            Cases.Select((c, k) => Math.Log(Certificates[k].Value.Movement[^1].Average() / Of(c!, "crownMean"))).Average()
        );
        output.WriteLine($"Geometric mean over all cases: {mean:F3} of the other's.");
        Assert.True(mean <= 0.9, $"{mean:F3}");
    }

    private static TubeCertificate Certify(JsonNode figures)
    {
        CompiledCell cell = TestCells.Find(Names[Text(figures, "cell")]);
        int[] sizes = [(int)Of(figures, "X"), (int)Of(figures, "H")];
        Func<double> next = Generator((ulong)Of(figures, "seed"));
        double scale = Of(figures, "weightScale") / Math.Sqrt(sizes[1]);
        double[] weights = [.. Enumerable.Range(0, cell.Runner.ParameterCount(sizes)).Select(_ => scale * next())];
        double[] inputs = [.. Enumerable.Range(0, (int)Of(figures, "steps") * sizes[0]).Select(_ => next())];
        var options = new TubeOptions { Radius = Of(figures, "epsilon") };
        return cell.Runner.CertifyAround(sizes, 1, options, weights, inputs)[0];
    }

    /// <summary>The generator that the file describes.</summary>
    private static Func<double> Generator(ulong seed)
    {
        ulong state = seed;
        return () =>
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return (2 * ((state >> 11) / (double)(1UL << 53))) - 1;
        };
    }

    private static string Text(JsonNode figures, string name) => (string)figures[name]!;

    private static double Of(JsonNode figures, string name) => (double)figures[name]!;

    private static double[] All(JsonNode figures, string name) => [.. ((JsonArray)figures[name]!).Select(v => (double)v!)];
}
