// Draws what the server laid out: no physics, nothing from outside, every text put in as text.

/** @param {string} name the name of a custom property of the style sheet */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The nodes and edges of the server, in the colours of the light or dark page. */
function coloured(drawing) {
  const ink = colour("--ink");
  const ground = colour("--card");
  const font = { face: colour("--font"), color: ink, size: 14, strokeWidth: 4, strokeColor: ground };
  const nodes = drawing.nodes.map((node) => {
    const fill = colour(node.color);
    const holdsName = node.shape === "ellipse" || node.shape === "box";
    const background = holdsName ? ground : fill;
    return {
      ...node,
      font: holdsName ? { ...font, strokeWidth: 0 } : font,
      borderWidth: 1.5,
      color: { background, border: fill, highlight: { background, border: ink }, hover: { background, border: ink } },
    };
  });
  const edges = drawing.edges.map((edge) => {
    const line = colour(edge.color);
    return { ...edge, color: { color: line, highlight: ink, hover: ink, opacity: 0.75 } };
  });
  return { nodes, edges };
}

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, tooltipDelay: 150, zoomView: false, hideEdgesOnDrag: true, multiselect: false },
  nodes: { widthConstraint: { maximum: 140 } },
  edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, selectionWidth: 1, hoverWidth: 0.5 },
};

/** Says what was chosen, with a link to its page, where a screen reader hears it. */
function tell(place, title, node, open) {
  place.replaceChildren(title);
  if (node) {
    const link = document.createElement("a");
    link.href = node.address;
    link.textContent = open;
    place.append(" ", link);
  }
}

function listen(network, figure, canvas, drawing) {
  const told = figure.querySelector(".told");
  const nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
  const edges = new Map(drawing.edges.map((edge) => [edge.id, edge]));
  network.on("selectNode", ({ nodes: [id] }) => tell(told, nodes.get(id).title, nodes.get(id), canvas.dataset.open));
  network.on("selectEdge", ({ nodes: chosen, edges: [id] }) => {
    if (chosen.length === 0) tell(told, edges.get(id).title, null, "");
  });
  network.on("doubleClick", ({ nodes: [id] }) => {
    if (nodes.has(id)) window.location.assign(nodes.get(id).address);
  });
  const zoom = {
    in: () => network.moveTo({ scale: network.getScale() * 1.3 }),
    out: () => network.moveTo({ scale: network.getScale() / 1.3 }),
    fit: () => network.fit({ animation: false }),
  };
  for (const button of figure.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", zoom[button.dataset.zoom]);
  }
  // The wheel moves the page until one works in the drawing.
  canvas.addEventListener("pointerdown", () => network.setOptions({ interaction: { zoomView: true } }));
  canvas.addEventListener("pointerleave", () => network.setOptions({ interaction: { zoomView: false } }));
}

async function draw(canvas) {
  const figure = canvas.closest("figure");
  try {
    const answer = await fetch(canvas.dataset.source, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const drawing = await answer.json();
    const network = new vis.Network(canvas, coloured(drawing), OPTIONS);
    // How far names reach is known only once they were drawn.
    network.once("afterDrawing", () => {
      network.fit({ animation: false });
      network.once("afterDrawing", () => { canvas.dataset.drawn = "yes"; });
      network.redraw();
    });
    listen(network, figure, canvas, drawing);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => network.setData(coloured(drawing)));
  } catch (error) {
    const sentence = document.createElement("p");
    sentence.textContent = canvas.dataset.failed;
    canvas.replaceChildren(sentence);
    console.error("The drawing could not be loaded.", error);
  }
}

for (const canvas of document.querySelectorAll(".canvas[data-source]")) draw(canvas);
