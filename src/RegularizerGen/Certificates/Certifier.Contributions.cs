using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>What limits the result.</summary>
public sealed partial class Certifier
{
    /// <summary>By how much each coefficient falls without each norm; what is left without any is direct.</summary>
    private Contribution[] Contributions(BoundEvaluation<Enclosure> evaluation)
    {
        StepBound<Enclosure> bound = evaluation.Steps;
        (NormSlot[] norms, WeightSlot[] owners) = BoundEvaluation<Enclosure>.NormTable(slots);
        Enclosure[] kept = [.. bound.Norms];
        double[] all = Values();
        var result = new List<Contribution>();
        foreach (IGrouping<string, int> weight in Enumerable.Range(0, norms.Length).GroupBy(k => owners[k].Spec.Name))
        {
            Add(weight.Key, weight);
        }

        Array.Clear(bound.Norms);
        bound.Forward(0);
        result.AddRange(Values().Select((value, k) => Of(k, "direct", value)));
        kept.CopyTo(bound.Norms, 0);
        bound.Forward(0);
        return [.. result.Where(c => c.Amount > 0).OrderByDescending(c => c.Amount)];

        double[] Values() =>
            [
                .. Enumerable
                    .Range(0, bound.RowCount)
                    .SelectMany(row =>
                        Enumerable.Range(0, bound.States).Select(s => bound.A(0, row, s).Upper).Append(bound.B(0, row).Upper)
                    ),
            ];

        Contribution Of(int k, string weight, double amount)
        {
            int row = k / (bound.States + 1);
            int column = k % (bound.States + 1);
            string name = column < bound.States ? $"A[{RowName(row)}, {description.StateNames[column]}]" : $"B[{RowName(row)}]";
            return new Contribution(name, weight, amount, double.IsInfinity(amount) ? 1 : amount / all[k]);
        }

        void Add(string name, IEnumerable<int> weight)
        {
            foreach (int k in weight)
            {
                bound.Norms[k] = 0;
            }

            bound.Forward(0);
            double[] without = Values();
            result.AddRange(all.Select((value, k) => Of(k, name, value - without[k])));
            kept.CopyTo(bound.Norms, 0);
        }
    }
}
