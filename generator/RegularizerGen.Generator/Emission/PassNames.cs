using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Names of states from which the passes can name their arrays: hGradient and hNextGradient belong to the state h, inputGradient and
/// outputGradient are arguments. A state called hNext beside h, or called input, is another name there.
/// </summary>
internal static class PassNames
{
    private static readonly string[] Arguments = ["input", "Input", "output"];

    public static CellModel Of(CellModel model)
    {
        string[] names = [.. model.States.Select(s => s.Name)];
        string[] free =
        [
            .. names.Select(name => Arguments.Contains(name) || names.Any(other => name == other + "Next") ? name + "_" : name),
        ];
        return names.SequenceEqual(free)
            ? model
            : model with
            {
                States = model.States.Select((s, k) => s with { Name = free[k] }).ToEquatableArray(),
                Nodes = model
                    .Nodes.Select(n => n.Operator == OperatorTable.State.Name ? n with { Name = free[n.Index] } : n)
                    .ToEquatableArray(),
            };
    }
}
