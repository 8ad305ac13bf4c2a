namespace RegularizerGen.Tool.Html;

/// <summary>CSS of formulas and graphs, beyond that of reports.</summary>
internal static class PageStyle
{
    /// <summary>The rules.</summary>
    public const string Css = """
        table.equations td { border: 0; padding: .2rem .3rem; vertical-align: baseline; line-height: 1.9; }
        table.equations td:first-child { text-align: right; white-space: nowrap; padding-left: .8rem; }
        table.equations td:last-child { text-align: left; }
        table.plain { margin: .6rem 0 1rem; } .words { text-align: left; }
        math { font-size: 1.08em; } mtd { border: 0; padding: .1rem .4rem; text-align: left; }
        math .lower { border-bottom: 1px solid; padding-bottom: .1em; } math .upper { border-top: 1px solid; padding-top: .12em; }
        .wide { overflow-x: auto; } svg.graph { max-width: none; }
        .graph path { fill: none; stroke: #8a94a8; stroke-width: 1.2; }
        .graph text { font-size: 11px; fill: #1c2333; text-anchor: middle; } .graph text.name { font-weight: 600; }
        .graph text.weight { font-size: 10px; fill: #4a5468; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
        .graph rect { fill: #f3f5f9; stroke: #aab3c4; } .key .sum { background: #f3f5f9; }
        .graph .input rect { fill: #e6f2e4; } .key .input { background: #e6f2e4; }
        .graph .state rect { fill: #fdf3dc; } .key .state { background: #fdf3dc; }
        .graph .product rect { fill: #e6effa; } .key .product { background: #e6effa; }
        .graph .gate rect { fill: #ebe6f7; } .key .gate { background: #ebe6f7; }
        .graph .copy rect { fill: #fff; stroke-dasharray: 3 2; } .graph .output rect { stroke: #1c2333; stroke-width: 2; }
        .graph .limits rect { stroke: #c8553d; stroke-width: 2.5; }
        .key span { padding: .1rem .5rem; border: 1px solid #aab3c4; border-radius: 4px; font-size: .8rem; }
        summary { color: #5b6579; margin-bottom: .4rem; }

        """;
}
