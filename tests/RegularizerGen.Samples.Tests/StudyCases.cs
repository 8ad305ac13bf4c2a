using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.Tests;

/// <summary>Studies that take no time.</summary>
internal static class StudyCases
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static Settings Tiny { get; } = new(4, 4, 6, 2, 3, 1, TimeSpan.Zero);

    public static Way Way(string name) => Array.Find([.. WayCatalog.All], w => w.Name == name)!;

    public static Study Study(params string[] ways) =>
        new(
            [Array.Find([.. TaskCatalog.All], t => t.Name == "narma-10")!],
            [CellKind.All[0]],
            Array.ConvertAll(ways, Way),
            [1, 2],
            [false],
            Tiny,
            null
        );

    /// <summary>A run as text, without the time that it took.</summary>
    public static string Text(RunRecord run) => JsonSerializer.Serialize(run with { SecondsPerStep = 0 }, Options);
}
