using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A gate z = offset + factor·scalar·signal.</summary>
/// <param name="Signal">The signal that it is linear in.</param>
/// <param name="Offset">Constant part.</param>
/// <param name="Factor">Constant factor.</param>
/// <param name="Scalar">A trainable scalar, or -1.</param>
internal sealed record GateForm(int Signal, Rational Offset, Rational Factor, int Scalar);

/// <summary>What a product or blend has to do with gates; found once for every signal.</summary>
/// <param name="Gates">Gates that it is linear in: signals in [0, ∞) with a known upper end, and shifted signals in [0, 1].</param>
/// <param name="Forms">Its factors (of a blend: its gate) as linear in one signal; null where one is not.</param>
internal sealed record GateUse(IReadOnlyList<GateForm> Gates, IReadOnlyList<GateForm?> Forms)
{
    private static readonly GateUse None = new([], []);

    public static GateUse Of(int signal, ModelBuilder builder)
    {
        SignalDraft draft = builder.Inspect(signal);
        return draft.Gates ??= Find(draft, builder);
    }

    private static GateUse Find(SignalDraft draft, ModelBuilder builder)
    {
        if (draft.Operator == OperatorTable.Blend.Name)
        {
            return builder.GateFormOf(draft.Arguments[0]) is { } form ? new([form with { Scalar = -1 }], [form]) : None;
        }

        return draft.Operator == OperatorTable.Hadamard.Name
            ? new([.. draft.Arguments.SelectMany(a => GatesOfFactor(a, builder))], [.. draft.Arguments.Select(builder.GateFormOf)])
            : None;
    }

    private static GateForm[] GatesOfFactor(int factor, ModelBuilder builder)
    {
        GateForm[] plain =
        [
            .. builder
                .TermsOf(factor, 1)
                .Where(t => t.Signal >= 0 && builder.StaticRangeOf(t.Signal) is { Lo.Sign: >= 0, Hi.Sign: > 0 })
                .Select(t => new GateForm(t.Signal, 0, 1, -1)),
        ];
        return plain.Length == 0 && StaticRange.IsUnit(builder.StaticRangeOf(factor)) && builder.GateFormOf(factor) is { } shifted
            ? [shifted]
            : plain;
    }
}
