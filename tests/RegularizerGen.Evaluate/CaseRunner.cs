using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Bounds;
using RegularizerGen.Derivation;

namespace RegularizerGen.Evaluate;

/// <summary>Runs one case of the schema of golden.json and writes the figures into a copy of it.</summary>
public static class CaseRunner
{
    public static JsonObject Run(JsonObject @case, IReadOnlyList<CompiledCell> cells)
    {
        string wanted = (string)@case["cell"]!;
        CompiledCell cell =
            cells.FirstOrDefault(c => Key(c.Name) == Key(wanted))
            ?? throw new FormatException($"No cell is called '{wanted}'; there are: {string.Join(", ", cells.Select(c => c.Name))}.");
        (string Name, int[] Shape)[] order = ParameterOrder(@case, cell.Model);
        int[] sizes = Sizes(@case, cell.Model, order);
        Func<double>? numbers = TubeRunner.IsTube(@case) ? TubeRunner.Numbers(@case) : null;
        double[] weights = Weights(@case, cell, sizes, order, numbers);
        if (numbers is not null)
        {
            var tube = (JsonObject)@case.DeepClone();
            TubeRunner.Run(tube, cell.Runner, sizes, weights, numbers);
            return tube;
        }

        TikhonovOptions options = Options(@case);
        double strength = Number(@case["strength"], 1);
        double[] gradient = new double[weights.Length];
        (TikhonovResult result, TikhonovPenalty<double> regularizer) = cell.Runner.Regularize(sizes, options, weights, gradient, strength);

        var answer = (JsonObject)@case.DeepClone();
        answer["gain"] = Json(result.Gain);
        answer["logGain"] = Json(result.LogGain);
        answer["penalty"] = Json(result.Penalty);
        Steps(answer, regularizer, options.Horizon);
        Gradients(answer, cell.Model, sizes, gradient);
        answer["certificate"] = Certificates(cell, sizes, weights, options);
        if (@case["sample"] is { } sample)
        {
            answer["largestSampled"] = Json(Sampling.LargestNorm(cell, sizes, weights, options, (int)sample));
        }

        return answer;
    }

    /// <summary>What is certified, by the base rules and by the tight ones: the whole certificate as JSON, and its main figures in
    /// front.</summary>
    private static JsonObject Certificates(CompiledCell cell, int[] sizes, double[] weights, TikhonovOptions options)
    {
        var result = new JsonObject();
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            Certificate certificate = cell.Runner.Certify(
                sizes,
                new CertificateOptions
                {
                    Horizon = options.Horizon,
                    Perturbation = options.Perturbation,
                    InputBound = options.InputBound,
                    Rules = rules,
                },
                weights
            );
            result[rules.ToString().ToLowerInvariant()] = new JsonObject
            {
                ["gain"] = Json(certificate.Finite.Gain),
                ["contractive"] = certificate.IsContractive,
                ["spectralRadius"] = Json(certificate.Limit?.SpectralRadius ?? double.PositiveInfinity),
                ["limitGain"] = Json(certificate.Limit?.Gains.Gain ?? double.PositiveInfinity),
                ["recoveryTime"] = certificate.Limit?.RecoveryTime,
                ["whole"] = JsonNode.Parse(certificate.ToJson()),
            };
        }

        return result;
    }

    private static void Steps(JsonObject answer, TikhonovPenalty<double> regularizer, int horizon)
    {
        IReadOnlyList<string> states = regularizer.Description.StateNames;
        string[] rows = regularizer.Description.OutputRow < states.Count ? [.. states] : [.. states, "output"];
        var a = new JsonObject();
        var b = new JsonObject();
        for (int row = 0; row < rows.Length; row++)
        {
            a[rows[row]] = new JsonObject(
                states.Select((s, k) => KeyValuePair.Create<string, JsonNode?>(s, Json(regularizer.StateCoefficient(horizon - 1, row, k))))
            );
            b[rows[row]] = Json(regularizer.InputCoefficient(horizon - 1, row));
        }

        answer["lastStepA"] = a;
        answer["lastStepB"] = b;
        answer["finalRange"] = new JsonObject(
            states.Select(
                (s, k) =>
                {
                    (double lo, double hi) = regularizer.StateRange(horizon, k);
                    return KeyValuePair.Create<string, JsonNode?>(s, new JsonArray(Json(lo), Json(hi)));
                }
            )
        );
    }

    private static void Gradients(JsonObject answer, CellModel model, int[] sizes, double[] gradient)
    {
        var norms = new JsonObject();
        var firsts = new JsonObject();
        var products = new JsonObject();
        int offset = 0;
        foreach (WeightModel weight in model.Weights.Where(w => !w.IsDerived))
        {
            ReadOnlySpan<double> part = gradient.AsSpan(offset, Count(model, weight, sizes));
            double squares = 0;
            double product = 0;
            for (int k = 0; k < part.Length; k++)
            {
                squares += part[k] * part[k];
                product += part[k] * Fill(k + 1);
            }

            norms[weight.Name] = Json(Math.Sqrt(squares));
            firsts[weight.Name] = Json(part[0]);
            products[weight.Name] = Json(product);
            offset += part.Length;
        }

        answer["gradientNorm"] = norms;
        answer["gradientFirst"] = firsts;
        answer["gradientDotFill"] = products;
    }

    private static TikhonovOptions Options(JsonObject @case) =>
        new()
        {
            Horizon = (int)Number(@case["horizon"], 1),
            Perturbation = ((string?)@case["perturbation"])?.ToLowerInvariant() switch
            {
                null or "white" or "whitenoise" => Perturbation.WhiteNoise,
                "energy" => Perturbation.Energy,
                "peak" => Perturbation.Peak,
                var other => throw new FormatException($"Unknown perturbation '{other}'."),
            },
            RecurrentNorm = (string?)@case["recurrentNorm"] == "frobenius" ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral,
            InputBound = @case.ContainsKey("inputBound") ? Number(@case["inputBound"], double.PositiveInfinity) : null,
            NormFloor = Number(@case["normFloor"], 0),
            Saturation = Number(@case["saturation"], double.PositiveInfinity),
        };

    /// <summary>"Wi [6, 4]" as name and shape, in the order of the fill rule; the order of the fields where the case names none.</summary>
    private static (string Name, int[] Shape)[] ParameterOrder(JsonObject @case, CellModel model)
    {
        if (@case["parameterOrder"] is not JsonArray order)
        {
            return [.. model.Weights.Where(w => !w.IsDerived).Select(w => (w.Name, Array.Empty<int>()))];
        }

        return
        [
            .. order.Select(entry =>
            {
                string[] parts = ((string)entry!).Split('[', ']', ',', ' ').Where(p => p.Length > 0).ToArray();
                return (parts[0], parts.Skip(1).Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
            }),
        ];
    }

    private static int[] Sizes(JsonObject @case, CellModel model, (string Name, int[] Shape)[] order)
    {
        int[] sizes = new int[model.FreeDimensions.Count()];
        for (int k = 0; k < sizes.Length; k++)
        {
            DimensionModel dimension = model.Dimensions[k];
            IEnumerable<string> names = [dimension.Symbol, dimension.Parameter, .. dimension.Signals];
            sizes[k] = names
                .Select(n => @case.FirstOrDefault(p => Key(p.Key) == Key(n)).Value)
                .OfType<JsonValue>()
                .Select(v => (int)v)
                .FirstOrDefault();
        }

        foreach ((string name, int[] shape) in order.Where(o => o.Shape.Length > 0))
        {
            WeightModel weight = Find(model, name);
            foreach ((int size, int value) in new[] { (weight.Rows, shape[0]), (weight.Columns, shape[^1]) })
            {
                if (size >= 0 && size < sizes.Length)
                {
                    sizes[size] = value;
                }
            }
        }

        return sizes;
    }

    private static double[] Weights(
        JsonObject @case,
        CompiledCell cell,
        int[] sizes,
        (string Name, int[] Shape)[] order,
        Func<double>? numbers
    )
    {
        double[] result = new double[cell.Runner.ParameterCount(sizes)];
        var explicitWeights = @case["weights"] as JsonObject;
        double amplitude = Number(@case["amplitude"], 0);
        double scale = numbers is null ? 0 : Number(@case["weightScale"], 1) / Math.Sqrt(cell.OutputWidth(sizes));
        int before = 0;
        foreach ((string name, _) in order)
        {
            WeightModel weight = Find(cell.Model, name);
            int offset = cell.Model.Weights.TakeWhile(w => w != weight).Sum(w => Count(cell.Model, w, sizes));
            int count = Count(cell.Model, weight, sizes);
            double[]? given = explicitWeights?.FirstOrDefault(p => Key(p.Key) == Key(name)).Value is { } values
                ? [.. Flatten(values)]
                : null;
            if (given is not null && given.Length != count)
            {
                throw new FormatException($"Weight '{name}' has {given.Length} values; it must have {count}.");
            }

            for (int k = 0; k < count; k++)
            {
                result[offset + k] = given?[k] ?? (numbers is null ? amplitude * Fill(k + before) : numbers() * scale);
            }

            before += count;
        }

        return result;
    }

    private static IEnumerable<double> Flatten(JsonNode node) =>
        node is JsonArray array ? array.SelectMany(n => Flatten(n!)) : [(double)node];

    /// <summary>The wave of golden.json: weights take it from position 0 on, the check sums of gradients from 1.</summary>
    private static double Fill(int n) => Math.Sin((0.7 * n) + (0.3 * Math.Sin(2.1 * n)));

    private static WeightModel Find(CellModel model, string name) =>
        model.Weights.FirstOrDefault(w => w.Name == name)
        ?? model.Weights.FirstOrDefault(w => Key(w.Name) == Key(name))
        ?? throw new FormatException($"The cell has no weight '{name}'; it has: {string.Join(", ", model.Weights.Select(w => w.Name))}.");

    private static int Count(CellModel model, WeightModel weight, int[] sizes)
    {
        return Value(weight.Rows) * (weight.Kind == Derivation.WeightKind.Matrix ? Value(weight.Columns) : 1);

        int Value(int size) => size < 0 ? 1 : model.PartsOf(size).Sum(p => sizes[p]);
    }

    private static double Number(JsonNode? node, double otherwise) =>
        node switch
        {
            null => otherwise,
            JsonValue value when value.TryGetValue(out string? text) => text.StartsWith('i') || text.StartsWith('I') || text.StartsWith('∞')
                ? double.PositiveInfinity
                : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
            _ => (double)node,
        };

    /// <summary>JSON has no infinity: such numbers become null.</summary>
    internal static JsonValue? Json(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string Key(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
