using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A signal while the model is being built. Drafts are equal by what they compute; name and size do not count.</summary>
internal sealed class SignalDraft(string @operator, int index, int[] arguments, SumTerm[] terms) : IEquatable<SignalDraft>
{
    public string Operator { get; } = @operator;

    public int Index { get; } = index;

    public int[] Arguments { get; } = arguments;

    public SumTerm[] Terms { get; } = terms;

    public Rational Parameter { get; set; }

    public UserActivation? User { get; set; }

    public int Dimension { get; set; }

    public string? Name { get; set; }

    /// <summary>The range that is known without weights; null where there is none.</summary>
    public (Rational Lo, Rational Hi)? Range { get; set; }

    /// <summary>Whether <see cref="Range"/> was looked for.</summary>
    public bool HasRange { get; set; }

    /// <summary>What <see cref="BlendFinder"/> knows of the signal.</summary>
    public GateUse? Gates { get; set; }

    /// <summary>The signals that it is computed from.</summary>
    public IEnumerable<int> Sources => Arguments.Concat(Terms.Where(t => t.Signal >= 0).Select(t => t.Signal));

    /// <summary>Equal sums may have their terms in any order.</summary>
    public bool Equals(SignalDraft? other) =>
        other is not null
        && Operator == other.Operator
        && Index == other.Index
        && Parameter == other.Parameter
        && User == other.User
        && Arguments.SequenceEqual(other.Arguments)
        && Terms.Length == other.Terms.Length
        && new HashSet<SumTerm>(Terms).SetEquals(other.Terms);

    public override bool Equals(object? obj) => Equals(obj as SignalDraft);

    public override int GetHashCode()
    {
        unchecked
        {
            int hash = (StringComparer.Ordinal.GetHashCode(Operator) * 31) + Index;
            hash = (hash * 31) + Parameter.GetHashCode();
            foreach (int argument in Arguments)
            {
                hash = (hash * 31) + argument;
            }

            foreach (SumTerm term in Terms)
            {
                hash += Mixed((((term.Weight * 397) ^ term.Signal) * 397) ^ term.Coefficient.GetHashCode());
            }

            return hash;
        }
    }

    /// <summary>Sums of hash codes that are nearly linear in the numbers of signals would be the same for many sums: a + d and b +
    /// c.</summary>
    private static int Mixed(int hash)
    {
        unchecked
        {
            uint mixed = (uint)hash;
            mixed = (mixed ^ (mixed >> 16)) * 0x7feb352d;
            mixed = (mixed ^ (mixed >> 15)) * 0x846ca68b;
            return (int)(mixed ^ (mixed >> 16));
        }
    }

    /// <summary>The signal as the model has it, still without its name and size.</summary>
    /// <param name="position">New numbers of the signals; null to keep theirs.</param>
    public NodeModel ToNode(IReadOnlyDictionary<int, int>? position) =>
        new(
            Operator,
            string.Empty,
            0,
            Index,
            Arguments.Select(a => position is null ? a : position[a]).ToEquatableArray(),
            Terms
                .Select(t =>
                    t.Signal < 0 || position is null || position[t.Signal] == t.Signal ? t : t with { Signal = position[t.Signal] }
                )
                .ToEquatableArray(),
            Parameter,
            User
        );
}
