using System;
using System.IO;
using RegularizerGen;
using RegularizerGen.Native;
using RegularizerGen.Samples.CellZoo;
using RegularizerGen.Training;

// Everything that a deployed program uses, once: penalty, passes, certificates, sets, JSON, safetensors. Without an argument it writes its
// figures; with the file that another build of it wrote, it compares.
const double InSingle = 1e-4,
    InDouble = 1e-11;
var figures = new Figures();
var random = new Random(1);
var p = new Lstm.Parameters<double>(inputs: 3, units: 12);
p.FillUniform(random, 0.4);
var gradient = new Lstm.Parameters<double>(p.Shape);
double[] inputs = new double[10 * 4 * 3];
for (int k = 0; k < inputs.Length; k++)
{
    inputs[k] = (2 * random.NextDouble()) - 1;
}

foreach (SpectralMode mode in new[] { SpectralMode.Converged, SpectralMode.Tracking })
{
    var penalty = new Lstm.TikhonovRegularizer<double>(p.Shape, new TikhonovOptions { SpectralMode = mode });
    figures.Add($"gain, {mode}", InDouble, penalty.AddGradient(p.View, gradient.View, 1).Gain);
    figures.Add<double>($"gradient of the penalty, {mode}", InDouble, gradient.Span);
    gradient.Span.Clear();
}

var unrolled = new Lstm.Unrolled<double>(p.Shape, steps: 10, batch: 4);
unrolled.Forward(p.View, inputs);
figures.Add("forward pass", InDouble, unrolled.Output);
unrolled.Backward(p.View, inputs, unrolled.Output, gradient.View);
figures.Add<double>("backward pass", InDouble, gradient.Span);
gradient.Span.Clear();
var exact = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions());
figures.Add("exact penalty", InDouble, exact.AddGradient(p.View, inputs, gradient.View, 1).Penalty);
figures.Add<double>("gradient of the exact penalty", InDouble, gradient.Span);

var single = new Lstm.Parameters<float>(p.Shape);
for (int k = 0; k < p.Span.Length; k++)
{
    single.Span[k] = (float)p.Span[k];
}

var inSingle = new Lstm.Unrolled<float>(p.Shape, steps: 10, batch: 4);
inSingle.Forward(single.View, Array.ConvertAll(inputs, v => (float)v));
figures.Add("forward pass in single", InSingle, inSingle.Output);

foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
{
    foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Peak })
    {
        Certificate certificate = Lstm.Certify(p.View, new CertificateOptions { Rules = rules, Perturbation = perturbation });
        figures.Add($"certificate, {rules}, {perturbation}", InDouble, certificate.Finite.Gain);
        figures.Add($"its length in JSON, {rules}, {perturbation}", 0.1, certificate.ToJson().Length);
    }
}

TubeCertificate tube = Lstm.CertifyAround<double>(p.View, inputs.AsSpan(0, 30), new TubeOptions { Radius = 0.05 });
figures.Add("around a sequence: largest gain", InDouble, tube.Gains!.Peak);
figures.Add("around a sequence: upper ends", InDouble, tube.Reach[0].Upper[^1]);

string json = Lstm.ObserveRanges<double>(p.View, inputs.AsSpan(0, 30)).ToJson();
ConditionalCertificate conditional = Lstm.CertifyWithin(p.View, SignalRanges.FromJson(json), new ConditionalOptions());
figures.Add("conditional: length of its JSON", 0.1, ConditionalCertificate.FromJson(conditional.ToJson()).ToJson().Length);

string file = Path.Combine(Path.GetTempPath(), $"native-{Environment.ProcessId}.safetensors");
var state = new StateDictionary<double>().Add(p, PyTorchNames.Lstm);
state.Save(file);
double[] saved = p.Span.ToArray();
p.Span.Clear();
state.Load(file);
File.Delete(file);
figures.Add<double>("safetensors", 0, p.Span);
figures.Add<double>("what was saved", 0, saved);

if (args.Length == 0)
{
    figures.Write(Console.Out);
    return 0;
}

return figures.Agree(args[0], Console.Out) ? 0 : 1;
