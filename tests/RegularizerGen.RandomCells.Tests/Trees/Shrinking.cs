using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.RandomCells.Tests.Trees;

/// <summary>Trees with one piece less.</summary>
internal static class Shrinking
{
    /// <summary>Candidates, the boldest first.</summary>
    public static IEnumerable<Tree> Smaller(this Tree tree) =>
        WithoutOutput(tree)
            .Concat(WithoutStates(tree))
            .Concat(WithoutLocals(tree))
            .Concat(WithoutInputs(tree))
            .Concat(WithPlainAttributes(tree))
            .Concat(WithSmallerValues(tree))
            .Where(t => t.Size < tree.Size);

    /// <summary>The smallest tree that still fails, by taking the first smaller one that fails for as long as there is one.</summary>
    public static Tree Shrink(Tree tree, Func<Tree, bool> fails, int tries)
    {
        while (tries > 0)
        {
            Tree? next = null;
            foreach (Tree candidate in tree.Smaller())
            {
                if (tries-- <= 0 || fails(candidate))
                {
                    next = tries < 0 ? null : candidate;
                    break;
                }
            }

            if (next is null)
            {
                return tree;
            }

            tree = next;
        }

        return tree;
    }

    private static IEnumerable<Tree> WithoutOutput(Tree tree)
    {
        if (tree.Returns.Count > tree.States.Count)
        {
            yield return tree with
            {
                Returns = [.. tree.Returns.Skip(1)],
            };
        }
    }

    private static IEnumerable<Tree> WithoutStates(Tree tree) =>
        tree.States.Count == 1
            ? []
            : tree.States.SelectMany(state =>
                Without(
                    tree,
                    state,
                    t => t with { States = [.. t.States.Where(s => s != state)], Returns = [.. t.Returns.Where(r => r.Name != state.Name)] }
                )
            );

    private static IEnumerable<Tree> WithoutInputs(Tree tree) =>
        tree.Inputs.Count == 1
            ? []
            : tree.Inputs.SelectMany(input => Without(tree, input, t => t with { Inputs = [.. t.Inputs.Where(i => i != input)] }));

    /// <summary>Without a parameter, for which another signal of its dimension stands wherever it was used.</summary>
    private static IEnumerable<Tree> Without(Tree tree, Parameter parameter, Func<Tree, Tree> removed)
    {
        Expression[] others =
        [
            .. tree.Inputs.Concat(tree.States).Where(p => p != parameter && p.Dimension == parameter.Dimension).Select(p => p.Leaf),
            new(
                Kind.Signal,
                parameter.Dimension,
                0,
                "((Signal){0})",
                new Expression(Kind.Bias, parameter.Dimension, 0, $"b{parameter.Name}")
            ),
        ];
        return others.Select(other => removed(tree.Substitute(parameter.Name, other)));
    }

    private static IEnumerable<Tree> WithoutLocals(Tree tree)
    {
        foreach (Named local in tree.Locals)
        {
            foreach (Expression other in Leaves(tree, tree.Locals.TakeWhile(l => l != local)).Where(local.Value.IsLike).Append(local.Value))
            {
                Tree without = tree with { Locals = [.. tree.Locals.Where(l => l != local)] };
                yield return without.Substitute(local.Name, other);
            }
        }
    }

    private static IEnumerable<Tree> WithPlainAttributes(Tree tree)
    {
        IReadOnlyList<Parameter> Plain(IReadOnlyList<Parameter> all, Parameter one, string attribute) =>
            [.. all.Select(p => p == one ? p with { Attribute = attribute } : p)];
        return tree
            .Inputs.Select(i => tree with { Inputs = Plain(tree.Inputs, i, "Input") })
            .Concat(tree.States.Select(s => tree with { States = Plain(tree.States, s, "State") }));
    }

    private static IEnumerable<Tree> WithSmallerValues(Tree tree)
    {
        for (int k = 0; k < tree.Locals.Count; k++)
        {
            foreach (Expression value in tree.Locals[k].Value.Smaller(Leaves(tree, tree.Locals.Take(k))))
            {
                yield return tree with
                {
                    Locals = With(tree.Locals, k, value),
                };
            }
        }

        for (int k = 0; k < tree.Returns.Count; k++)
        {
            foreach (Expression value in tree.Returns[k].Value.Smaller(Leaves(tree, tree.Locals)))
            {
                yield return tree with
                {
                    Returns = With(tree.Returns, k, value),
                };
            }
        }
    }

    private static IReadOnlyList<Named> With(IReadOnlyList<Named> all, int at, Expression value) =>
        [.. all.Select((n, k) => k == at ? n with { Value = value } : n)];

    private static Expression[] Leaves(Tree tree, IEnumerable<Named> locals) =>
        [.. tree.Inputs.Concat(tree.States).Select(p => p.Leaf), .. locals.Select(l => l.Leaf)];

    private static Tree Substitute(this Tree tree, string name, Expression other)
    {
        IReadOnlyList<Named> In(IReadOnlyList<Named> all) =>
            [.. all.Select(n => n with { Value = n.Value.Replace(leaf => leaf.Kind == Kind.Signal && leaf.Text == name ? other : null) })];
        return tree with { Locals = In(tree.Locals), Returns = In(tree.Returns) };
    }
}
