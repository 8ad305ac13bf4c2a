using System;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.Tests;

/// <summary>The main sample from data to exit code, with networks that pass their two inputs through.</summary>
[Collection("console")] // one progress bar at a time, and one that listens
public sealed class RunTests
{
    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(1.5, 0)]
    [InlineData(0.99, 1)]
    public void ExitCode_TellsWhetherAnAttackExceededACertificate(double factor, int expected)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        TextWriter kept = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            string[] arguments = ["--out", folder, "--steps", "1", "--windows", "2", "--effort", "low"];
            Way[] ways = [Way.Plain, Way.Tikhonov, Way.Stability];
            Assert.Equal(expected, Run.Sample(arguments, "Sample", "none", 1, ways, (_, _) => (_, _) => new PassThrough(factor)));
            Assert.All(new[] { "band-h1.png", "band-h2.png" }, p => Assert.True(File.Exists(Path.Combine(folder, p))));
            string[] said = errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(expected * ways.Length, said.Length);
            Assert.All(said, line => Assert.Contains("beyond what is proved", line, StringComparison.Ordinal));
        }
        finally
        {
            Console.SetError(kept);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("high", TubeEffort.High)]
    [InlineData("Normal", TubeEffort.Normal)]
    public void Effort_IsReadByName(string text, TubeEffort expected) =>
        Assert.Equal(expected, Arguments.Parse(["--effort", text], "Sample", "none", 1).Effort);

    [Theory]
    [InlineData("2")]
    [InlineData("most")]
    public void UnknownEffort_IsRefused(string text) =>
        Assert.Contains(
            "'--effort' needs low, normal or high",
            Assert.Throws<FormatException>(() => Arguments.Parse(["--effort", text], "Sample", "none", 1)).Message,
            StringComparison.Ordinal
        );

    /// <summary>y = x, and a certificate that is so many times what is right.</summary>
    private sealed class PassThrough(double factor) : ITrainer, IModel, ITrajectories
    {
        public IModel Model => this;

        public int Inputs => 2;

        public int Outputs => 2;

        public double Step(int step, int steps) => 0;

        public float[] Simulate(float[] inputs) => [.. inputs];

        public Proof Prove(bool isThorough) => new(2, null, 0.5, string.Empty);

        public Measured Measure(Series series) => new(1, string.Empty);

        public ITrajectories Trajectories() => this;

        public double[] Forward(double[] inputs, int batch) => [.. inputs];

        public double[] Backward(double[] inputs, int batch, double[] outputGradient) => [.. outputGradient];

        public TubeCertificate[] CertifyAround(double[] inputs, int batch, TubeOptions options)
        {
            double[][] rows = [.. inputs.Chunk(2)];
            double by = factor * options.Radius;
            return
            [
                .. Enumerable
                    .Range(0, batch)
                    .Select(k => rows.Where((_, row) => row % batch == k).ToArray())
                    .Select(own => new TubeCertificate
                    {
                        Cell = nameof(PassThrough),
                        Steps = own.Length,
                        Radius = options.Radius,
                        BoundedSteps = own.Length,
                        Nominal = own,
                        Lower = [.. own.Select(y => y.Select(v => v - by).ToArray())],
                        Upper = [.. own.Select(y => y.Select(v => v + by).ToArray())],
                        Movement = [.. own.Select(y => y.Select(_ => by).ToArray())],
                        Reach = [],
                        Gains = null,
                        Margins = null,
                        Assumptions = [],
                    }),
            ];
        }
    }
}
