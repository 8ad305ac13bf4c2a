using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;

namespace RegularizerGen.Tool.Html;

/// <summary>A and B of a step as contributions add up to them.</summary>
internal sealed class StepSummary
{
    private readonly CellDefinition definition;
    private readonly ILookup<string, Contribution> parts;

    /// <summary>Takes the contributions of a certificate.</summary>
    public StepSummary(CellDefinition definition, IReadOnlyList<Contribution> contributions)
    {
        this.definition = definition;
        parts = contributions.ToLookup(c => c.Coefficient);
    }

    /// <summary>Σ_t e Aᵗ B over the steps of a horizon, where some weights add nothing.</summary>
    public double Gain(int horizon, IReadOnlySet<string> without)
    {
        string[] states = [.. definition.StateNames];
        string[] rows = definition.OutputRow < states.Length ? states : [.. states, "output"];
        double[][] a = [.. rows.Select(r => states.Select(s => Coefficient($"A[{r}, {s}]", without)).ToArray())];
        double[] b = [.. rows.Select(r => Coefficient($"B[{r}]", without))];
        double gain = b[definition.OutputRow];
        double[] row = a[definition.OutputRow];
        for (int step = 1; step < horizon; step++)
        {
            gain += row.Select((r, k) => Times(r, b[k])).Sum();
            row = [.. states.Select((_, s) => row.Select((r, k) => Times(r, a[k][s])).Sum())];
        }

        return gain;
    }

    /// <summary>The coefficient, less what the weights add to it.</summary>
    private double Coefficient(string name, IReadOnlySet<string> without)
    {
        Contribution[] all = [.. parts[name]];
        return all.Length == 0
            ? 0
            : Math.Max(0, (all[0].Amount / all[0].Share) - all.Where(c => without.Contains(c.Weight)).Sum(c => c.Amount));
    }

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
