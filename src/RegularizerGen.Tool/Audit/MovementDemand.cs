using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>The demand that no output moves by more than a limit around recorded sequences.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Radius">How far any input is off at most.</param>
internal sealed record MovementDemand(double Limit, double Radius)
{
    /// <summary>The demand for people.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"movement at most {Limit} within {Radius} of the data");

    /// <summary>How far an output is seen to move around a sequence, by a search without a limit of time.</summary>
    public Func<Sequence, double> Attack(ISequenceMap map) =>
        sequence => MovementSearch.Run(map, sequence, Radius, Limit, TimeSpan.MaxValue).Movement;

    /// <summary>What becomes of it.</summary>
    /// <param name="map">The network or cell.</param>
    /// <param name="movements">What is proved of every sequence.</param>
    /// <param name="data">The sequences.</param>
    /// <param name="budget">The time that the search around each may take.</param>
    public DemandResult Check(ISequenceMap map, IReadOnlyList<double> movements, IReadOnlyList<Sequence> data, TimeSpan budget)
    {
        double proved = movements.Max();
        if (proved <= Limit)
        {
            return DemandResult.AtMost(Text, proved);
        }

        Counterexample? found = data.Where((_, k) => movements[k] > Limit)
            .Select(s => MovementSearch.Run(map, s, Radius, Limit, budget))
            .FirstOrDefault(f => Refutation.Exceeds(f.Movement, Limit));
        return found is not null ? DemandResult.Refuted(Text, found) : DemandResult.Open(Text, proved);
    }
}
